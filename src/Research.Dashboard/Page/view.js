'use strict';

// What is open: a run, several side by side, or the figures of the notebooks.

function route() {
  const place = new URLSearchParams(location.hash.slice(1)), compared = place.getAll('compare');
  shown = compared.length > 0 ? compared.slice(0, mostCompared) : place.getAll('run').slice(0, 1);
  if (compared.length > 0) {
    chosen.clear();
    compared.forEach(id => chosen.add(id));
  }
  for (const id of details.keys()) if (!shown.includes(id)) details.delete(id);
  const view = $('view');
  view.querySelectorAll('.chart').forEach(chart => Plotly.purge(chart));
  view.replaceChildren();
  view.scrollTop = 0;
  figures = null;
  tags.delete('api/figures');
  if (theme) {
    showList();
    showView();
    shown.forEach(id => takeDetail(id).catch(() => { })); // at once; the next look says what is wrong
    if (location.hash === '#figures') ask('api/figures').then(takeFigures, () => { });
  }
  if (location.hash.length > 1 && matchMedia('(max-width: 60rem)').matches) view.scrollIntoView();
}

function showView() {
  const compared = location.hash.startsWith('#compare');
  document.title = shown.length === 0 ? 'Runs' : `${shown.map(id => runs.get(id)?.name ?? id).join(', ')} – Runs`;
  if (location.hash === '#figures') return;
  if (shown.length === 0) section('hint', box => box.replaceChildren(element('p', { className: 'faint', textContent: 'Open a run, or choose some and compare them. In the list, the arrow keys move, Enter opens, and the space bar chooses.' })));
  else if (compared) showComparison();
  else showRun(shown[0]);
}

/** A part of the view, made once and filled again only where what it is filled from has changed. */
function section(name, fill, ...from) {
  const id = `part-${name}`, key = JSON.stringify(from);
  let box = $(id);
  if (!box) $('view').append(box = element('section', { id }));
  if (box.key !== key) fill(box);
  box.key = key;
}

const facts = pairs => element('table', { className: 'facts' }, element('tbody', {}, ...pairs.map(([name, value]) =>
  element('tr', {}, element('th', { scope: 'row', textContent: name }), element('td', { textContent: value === '' ? '–' : value })))));

function titled(box, title, ...content) {
  box.replaceChildren(...content.length > 0 ? [element('h3', { textContent: title }), ...content] : []);
}

function showRun(id) {
  const run = runs.get(id), detail = details.get(id);
  section('head', box => {
    if (!run) {
      box.replaceChildren(element('h2', { textContent: id }), element('p', { className: 'problem', textContent: 'There is no such run, or no longer.' }));
      return;
    }
    box.replaceChildren(
      element('h2', { textContent: run.name }),
      element('p', {}, element('span', { className: run.state, textContent: `${marks[run.state]} ${run.state}` }), ` · ${run.epochs} epochs · begun `,
        element('time', { dateTime: begun(run), textContent: ago(begun(run)) }), ' · written ', element('time', { dateTime: run.changed, textContent: ago(run.changed) }),
        element('br'), element('small', { textContent: run.id })),
      ...run.problem ? [element('p', { className: 'problem', textContent: run.problem })] : []);
  }, run && [run.name, run.state, run.epochs, run.changed, run.problem]);
  section('curves', box => showCharts(box, run && detail ? [{ name: run.name, detail }] : []), id, detail?.epochs, detail?.curves, night.matches, !!run);
  section('images', box => titled(box, 'Samples', ...pictures(run ? detail?.images.toReversed() ?? [] : [])), detail?.images, !!run); // the last epoch's first
  section('values', box => titled(box, run?.state === 'complete' ? 'Results' : 'Last values', ...run && Object.keys(run.values).length > 0 ? [facts(Object.entries(run.values).map(([name, value]) => [name, number(value)]))] : []), run?.values, run?.state);
  section('config', box => titled(box, 'Configuration', ...run ? [facts(Object.entries(run.config))] : []), run?.config);
  section('environment', box => titled(box, 'Ran on', ...run && detail ? [facts(Object.entries(detail.environment))] : []), detail?.environment, !!run);
}

function showComparison() {
  const compared = shown.filter(id => runs.has(id)).map(id => runs.get(id)), total = new URLSearchParams(location.hash.slice(1)).getAll('compare').length;
  section('head', box => box.replaceChildren(
    element('h2', { textContent: `${compared.length} runs` }),
    ...total > mostCompared ? [element('p', { className: 'problem', textContent: `Of the ${total} that are chosen, the first ${mostCompared} are shown.` })] : [],
    ...compared.length < shown.length ? [element('p', { className: 'problem', textContent: `${shown.length - compared.length} of them are no longer there.` })] : []), compared.length, total);
  section('differences', box => titled(box, 'Differences', ...differences(compared)), compared.map(run => [run.id, run.config, run.state, run.epochs]));
  section('curves', box => showCharts(box, compared.filter(run => details.has(run.id)).map(run => ({ name: run.name, detail: details.get(run.id), look: lookOf(shown.indexOf(run.id)) }))),
    compared.map(run => [run.id, details.get(run.id)?.curves]), night.matches);
  section('values', box => titled(box, 'What they came to', sideBySide(compared, namesOf(compared, 'values').map(name => [name, run => number(run.values[name])]))), compared.map(run => [run.id, run.values]));
}

/** A colour for each run, and another dash where the colours begin again. */
const lookOf = i => ({ color: theme.colors[i % theme.colors.length], dash: dashes[Math.floor(i / theme.colors.length) % dashes.length] });

const namesOf = (compared, kind) => [...new Set(compared.flatMap(run => Object.keys(run[kind])))];

function differences(compared) {
  const names = namesOf(compared, 'config'), differing = names.filter(name => new Set(compared.map(run => run.config[name])).size > 1);
  return [
    sideBySide(compared, [
      ['state', run => `${marks[run.state]} ${run.state}`],
      ['epochs', run => run.epochs],
      ...differing.map(name => [name, run => run.config[name] || '–']),
    ]),
    element('p', { className: 'faint', textContent: `${names.length - differing.length} settings are the same.` }),
  ];
}

function sideBySide(compared, rows) {
  const head = element('tr', {}, element('td'), ...compared.map(run => element('th', { scope: 'col' },
    key(lookOf(shown.indexOf(run.id))), element('a', { href: `#${new URLSearchParams({ run: run.id })}`, textContent: run.name, title: run.id }))));
  const body = rows.map(([name, cell]) => element('tr', {}, element('th', { scope: 'row', textContent: name }), ...compared.map(run => element('td', { textContent: cell(run) }))));
  return element('div', { className: 'wide' }, element('table', { className: 'side' }, element('thead', {}, head), element('tbody', {}, ...body)));
}

/** The line by which a run's curves are drawn. */
function key({ color, dash }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), line = document.createElementNS(svg.namespaceURI, 'line');
  svg.setAttribute('class', 'key');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of Object.entries({ x1: 0, x2: '100%', y1: 7, y2: 7, stroke: color, 'stroke-width': 3, 'stroke-dasharray': { solid: '', dash: '9 5', dot: '3 3' }[dash] })) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}

function takeFigures(paths) {
  figures = paths ?? figures;
  if (!figures || location.hash !== '#figures') return;
  const folders = Map.groupBy(figures, path => path.split('/').slice(0, -1).join('/'));
  section('figures', box => box.replaceChildren(element('h2', { textContent: 'Figures of the notebooks' }),
    ...figures.length === 0 ? [element('p', { className: 'faint', textContent: 'There are none yet: ./research reproduce writes them.' })] : [],
    ...[...folders].flatMap(([folder, paths]) => [element('h3', { textContent: folder }), ...pictures(paths)])), figures);
}

addEventListener('hashchange', route);
night.addEventListener('change', showView);
route();
look();
