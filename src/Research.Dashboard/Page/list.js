'use strict';

// The list: every run in a line, filtered, sorted, and chosen for comparison.

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
