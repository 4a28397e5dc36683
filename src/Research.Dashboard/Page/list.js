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

/** What a run can be asked for by name: its own columns, its configuration, its scores. */
const askable = run => run.askable ??= { ...run.values, ...run.config, run: run.name, experiment: run.experiment, state: run.state, epochs: run.epochs };

/** The column that a short name means, as of `research runs --where`. */
function columnOf(names, name) {
  const wanted = name.toLowerCase();
  const tier = column => column === wanted ? 0 : column.endsWith('.' + wanted) ? 1 : column.slice(column.lastIndexOf('.') + 1).startsWith(wanted) ? 2 : 3;
  return names.map(column => [tier(column.toLowerCase()), column.split('.').length, column]).filter(([found]) => found < 3)
    .sort(([a, c], [b, d]) => a - b || c - d)[0]?.[2] ?? null;
}

/** A word of the filter as a question of a run: a condition as of `research runs --where`, or a text that it must have. */
function question(word) {
  if (!/[=<>!]/.test(word)) return run => (run.text ??= [run.id, ...Object.values(askable(run))].join('\n').toLowerCase()).includes(word.toLowerCase());
  const parts = /^([^=<>!]+)(!=|<=|>=|=|<|>)([^=<>!]*)$/.exec(word);
  if (!parts) throw new Error(`Found the condition '${word}'; expected NAME=VALUE, or another of = != < <= > >= between them.`);
  const [, name, comparison, value] = parts, list = [...runs.values()];
  const column = columnOf([...new Set(list.flatMap(run => Object.keys(askable(run))))], name);
  if (column === null) throw new Error(`Found the column '${name}', which no run has.`);
  const isNumber = found => found !== '' && !isNaN(found), present = list.map(run => askable(run)[column]).filter(found => found !== undefined && found !== null);
  if (present.every(isNumber) && !isNumber(value)) throw new Error(`Found the condition '${word}'; expected a number after ${comparison}, for ${column} holds numbers.`);
  return run => {
    const found = askable(run)[column];
    if (found === undefined || found === null) return false;
    const [a, b] = isNumber(found) && isNumber(value) ? [Number(found), Number(value)] : [String(found).toLowerCase(), value.toLowerCase()];
    return { '=': a === b, '!=': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[comparison];
  };
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
  let questions = [], fault = null;
  try {
    questions = runs.size === 0 ? [] : $('filter').value.split(/\s+/).filter(word => word).map(question);
  } catch (error) {
    [questions, fault] = [[() => false], error.message];
  }
  const visible = inOrder([...runs.values()].filter(run => questions.every(holds => holds(run))));
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
  $('none').textContent = runs.size === 0 ? `There are no runs below ${$('results').textContent} yet. They appear here when a training begins.` : fault ?? 'For no run does all of this hold.';
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
