'use strict';

// The page of ./research dashboard. Every second it asks for the runs and for those that are shown, and draws what has changed.
// What is shown is in the address: #run=ID, #compare=ID&compare=ID, or #figures.

const interval = 1000, mostCompared = 20;
const night = matchMedia('(prefers-color-scheme: dark)');
const marks = { running: '●', whole: '✓', stopped: '■', failed: '✕', damaged: '!' };
const dashes = ['solid', 'dash', 'dot'];

const runs = new Map();    // by id: a line of the list
const details = new Map(); // by id: curves, environment and images, of the runs that are shown
const lines = new Map();   // by id: the table's row
const chosen = new Set();
const sort = { by: 'started', down: true };
let shown = [], current = null, metric = null, theme = null, figures = null;

const $ = id => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// ---- numbers, times

const number = value => typeof value !== 'number' ? value ?? '–'
  : Number.isInteger(value) ? String(value)
  : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(4);

function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  for (const [unit, size] of [['d', 86400], ['h', 3600], ['min', 60]])
    if (seconds >= size) return `${Math.floor(seconds / size)} ${unit} ago`;
  return `${seconds} s ago`;
}

const begun = run => run.started ?? run.changed;

// ---- asking

const tags = new Map();

/** The answer; null where it is what it was. */
async function ask(url) {
  const answer = await fetch(url, { cache: 'no-store', headers: tags.has(url) ? { 'If-None-Match': tags.get(url) } : {} });
  if (answer.status === 304) return null;
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status: answer.status });
  tags.set(url, answer.headers.get('ETag'));
  return answer.json();
}

async function look() {
  try {
    theme ??= await ask('api/theme');
    const all = await ask('api/runs');
    if (all) takeRuns(all);
    await Promise.all(shown.map(takeDetail));
    if (location.hash === '#figures') takeFigures(await ask('api/figures'));
    $('trouble').hidden = true;
  } catch (error) {
    $('trouble').textContent = `The dashboard does not answer (${error.message}). This is what it last said.`;
    $('trouble').hidden = false;
  }
  for (const time of document.querySelectorAll('time')) time.textContent = ago(time.dateTime);
  setTimeout(look, interval);
}

function takeRuns(all) {
  $('results').textContent = all.results;
  runs.clear();
  for (const run of all.runs) runs.set(run.id, run);
  for (const id of chosen) if (!runs.has(id)) chosen.delete(id);
  showMetrics();
  showList();
  showView();
}

async function takeDetail(id) {
  if (!runs.has(id)) return;
  const url = `api/run?id=${encodeURIComponent(id)}`;
  try {
    if (!details.has(id)) tags.delete(url);
    const detail = await ask(url);
    if (!detail) return;
    details.set(id, detail);
  } catch (error) {
    if (error.status !== 404) throw error;
    details.delete(id); // it was deleted meanwhile; the next list says so
    return;
  }
  showView();
}

// ---- the list

function showMetrics() {
  const names = [...new Set([...runs.values()].flatMap(run => Object.keys(run.values)))].sort();
  if ([...$('metric').options].map(option => option.value).join('\n') !== names.join('\n')) {
    $('metric').replaceChildren(...names.map(name => element('option', { value: name, textContent: name })));
  }
  const usual = [/composite_f1$/, /^val_score$/, /f1$/, /average_precision/, /^val_loss$/, /loss/, /./];
  if (!names.includes(metric)) metric = usual.map(kind => names.find(name => kind.test(name))).find(name => name) ?? null;
  $('metric').value = metric ?? '';
  $('metric-name').textContent = (metric ?? 'Metric').replace(/\./g, '.\u200b'); // where it may be broken
}

const valueOf = {
  state: run => run.state,
  name: run => run.id,
  metric: run => typeof run.values[metric] === 'number' ? run.values[metric] : null,
  epochs: run => run.epochs,
  started: begun,
};

function inOrder(list) {
  const key = valueOf[sort.by], sign = sort.down ? -1 : 1;
  return list.map(run => [key(run), run]).sort(([a, one], [b, other]) =>
    (a === null) - (b === null) || sign * (a < b ? -1 : a > b ? 1 : 0) || (one.id < other.id ? -1 : 1)).map(([, run]) => run);
}

function matches(run, words) {
  if (words.length === 0) return true;
  run.text ??= [run.id, run.name, run.experiment, run.state, ...Object.entries(run.config).map(([key, value]) => `${key}=${value}`)].join('\n').toLowerCase();
  return words.every(word => run.text.includes(word));
}

function newLine(id) {
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => choose(id, box.checked));
  const link = element('a', { href: `#${new URLSearchParams({ run: id })}` });
  const state = element('td'), value = element('td', { className: 'number' }), epochs = element('td', { className: 'number' }), time = element('time');
  const row = element('tr', {}, element('td', {}, box), state, element('th', { scope: 'row' }, link, element('small')), value, epochs, element('td', {}, time));
  row.dataset.id = id;
  return { row, box, link, place: row.querySelector('small'), state, value, epochs, time };
}

/** Only what differs is written: most lines are as they were. */
function set(node, property, value) {
  if (node[property] !== value) node[property] = value;
}

function showLine(run) {
  if (!lines.has(run.id)) lines.set(run.id, newLine(run.id));
  const line = lines.get(run.id);
  set(line.box, 'checked', chosen.has(run.id));
  set(line.box, 'ariaLabel', `Compare ${run.name}`);
  set(line.link, 'textContent', run.name);
  set(line.place, 'textContent', run.id.split('/').slice(0, -1).join('/'));
  set(line.state, 'textContent', `${marks[run.state]} ${run.state}`);
  set(line.state, 'className', run.state);
  set(line.state, 'title', run.problem ?? '');
  set(line.value, 'textContent', number(run.values[metric]));
  set(line.epochs, 'textContent', String(run.epochs));
  set(line.time, 'dateTime', begun(run));
  set(line.time, 'textContent', ago(begun(run)));
  set(line.row, 'className', shown.includes(run.id) ? 'open' : '');
  return line.row;
}

function showList() {
  const words = $('filter').value.toLowerCase().split(/\s+/).filter(word => word);
  const visible = inOrder([...runs.values()].filter(run => matches(run, words)));
  const rows = visible.map(showLine), body = $('rows');
  const focused = document.activeElement;
  rows.forEach((row, i) => { if (body.children[i] !== row) body.insertBefore(row, body.children[i] ?? null); });
  while (body.children.length > rows.length) body.lastElementChild.remove();
  for (const id of lines.keys()) if (!runs.has(id)) lines.delete(id);
  if (focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true }); // a row that moves loses it
  if (!rows.some(row => row.dataset.id === current)) current = rows[0]?.dataset.id ?? null;
  reach(current);

  for (const button of document.querySelectorAll('[data-sort]')) {
    const head = button.closest('th');
    if (button.dataset.sort === sort.by) head.ariaSort = sort.down ? 'descending' : 'ascending'; else head.removeAttribute('aria-sort');
  }
  $('none').hidden = rows.length > 0;
  $('none').textContent = runs.size === 0 ? `There are no runs below ${$('results').textContent} yet. They appear here when a training begins.` : 'No run has all of these words.';
  const all = `${runs.size} ${runs.size === 1 ? 'run' : 'runs'}`, total = rows.length === runs.size ? all : `${rows.length} of ${all}`;
  set($('count'), 'textContent', chosen.size === 0 ? total : `${total}, ${chosen.size} chosen`);
  $('clear').hidden = chosen.size === 0;
  $('compare').hidden = chosen.size < 2;
  $('compare').href = comparison();
}

/** The tab key comes to one line of the list only; the arrows go on from there. */
function reach(id) {
  current = id;
  for (const [other, { box, link }] of lines) box.tabIndex = link.tabIndex = other === id ? 0 : -1;
}

const comparison = () => `#${new URLSearchParams([...chosen].map(id => ['compare', id]))}`;

function choose(id, isChosen) {
  if (isChosen) chosen.add(id); else chosen.delete(id);
  if (location.hash.startsWith('#compare') && chosen.size > 1) location.replace(comparison());
  showList();
}

$('rows').addEventListener('focusin', event => reach(event.target.closest('tr').dataset.id));
$('rows').addEventListener('keydown', event => {
  const row = event.target.closest('tr'), rows = [...$('rows').children], at = rows.indexOf(row), isBox = event.target.type === 'checkbox';
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: rows.length - 1 }[event.key];
  const line = lines.get(row.dataset.id);
  if (to !== undefined) {
    const next = lines.get(rows[Math.max(0, Math.min(rows.length - 1, to))].dataset.id);
    (isBox ? next.box : next.link).focus();
    next.row.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'ArrowLeft') line.box.focus();
  else if (event.key === 'ArrowRight') line.link.focus();
  else if (event.key === ' ' && !isBox) line.box.click();
  else return;
  event.preventDefault();
});
$('tools').addEventListener('submit', event => event.preventDefault());
$('filter').addEventListener('input', showList);
$('metric').addEventListener('change', () => {
  metric = $('metric').value;
  showMetrics();
  showList();
});
$('clear').addEventListener('click', () => {
  chosen.clear();
  if (location.hash.startsWith('#compare')) location.hash = '';
  showList();
  $('filter').focus(); // the button is gone
});
for (const button of document.querySelectorAll('[data-sort]')) {
  button.addEventListener('click', () => {
    const by = button.dataset.sort;
    sort.down = sort.by === by ? !sort.down : by === 'started' || by === 'epochs' || (by === 'metric' && !/loss|error/.test(metric));
    sort.by = by;
    showList();
  });
}

// ---- what is open

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
  section('values', box => titled(box, run?.state === 'whole' ? 'What it came to' : 'Last values', ...run && Object.keys(run.values).length > 0 ? [facts(Object.entries(run.values).map(([name, value]) => [name, number(value)]))] : []), run?.values, run?.state);
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

// ---- curves

/** train_loss and val_loss are drawn in one chart. */
const chartOf = name => name.replace(/^(train|val)_/, '');

function showCharts(box, drawn) {
  if (!box.firstChild) box.append(element('h3', { textContent: 'Curves' }), element('p', { className: 'faint', textContent: 'The faint ones are of the training data.' }), element('div', { className: 'charts' }));
  const grid = box.lastElementChild, groups = new Map();
  for (const run of drawn)
    for (const name of Object.keys(run.detail.curves)) groups.set(chartOf(name), (groups.get(chartOf(name)) ?? new Set()).add(name));
  box.hidden = groups.size === 0;
  box.children[1].hidden = !drawn[1] || ![...groups.values()].some(names => names.size > 1);
  for (const chart of [...grid.children]) if (!groups.has(chart.dataset.chart)) { Plotly.purge(chart); chart.remove(); }
  for (const [group, names] of groups) {
    let chart = [...grid.children].find(other => other.dataset.chart === group);
    if (!chart) {
      chart = element('div', { className: 'chart', role: 'img', ariaLabel: `Curve of ${group}` });
      chart.dataset.chart = group;
      grid.append(chart);
    }
    drawChart(chart, group, [...names], drawn);
  }
}

function drawChart(chart, title, names, drawn) {
  const alone = drawn.length === 1, last = Math.max(...drawn.map(run => run.detail.epochs.at(-1) ?? 0));
  const traces = drawn.flatMap(run => names.filter(name => run.detail.curves[name]).map(name => {
    const isTraining = name.startsWith('train_');
    const color = alone ? theme.colors[isTraining ? 0 : 1] : run.look.color;
    return {
      type: 'scatter', mode: run.detail.epochs.length < (alone ? 40 : 3) ? 'lines+markers' : 'lines', name: alone ? name : `${run.name}: ${name}`,
      x: run.detail.epochs, y: run.detail.curves[name].map(value => typeof value === 'number' ? value : null),
      line: { color, width: 2, dash: alone ? 'solid' : run.look.dash }, opacity: !alone && isTraining && names.length > 1 ? 0.45 : 1, marker: { size: 5 },
    };
  }));
  Plotly.react(chart, traces, {
    template: night.matches ? theme.dark : theme.light, title: { text: escape(title), font: { size: 15 }, x: 0, xref: 'paper', xanchor: 'left', y: 0.97, yanchor: 'top' }, margin: { l: 50, r: 12, t: 36, b: 40 },
    xaxis: { title: { text: 'epoch', font: { size: 13 }, standoff: 4 }, rangemode: 'tozero', dtick: last <= 10 ? 1 : undefined }, yaxis: { exponentformat: 'power' },
    showlegend: alone && traces.length > 1, legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' }, uirevision: title, autosize: true,
  }, { displayModeBar: false, responsive: true });
}

/** Plotly takes text for markup. */
const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

// ---- images

function pictures(paths) {
  return paths.length === 0 ? [] : [element('div', { className: 'images' }, ...paths.map(path => element('figure', {},
    element('img', { src: `image?path=${encodeURIComponent(path)}`, alt: path.split('/').at(-1), loading: 'lazy' }), element('figcaption', { textContent: path.split('/').at(-1) }))))];
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
