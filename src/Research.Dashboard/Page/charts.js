'use strict';

// Curves and images.

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

function pictures(paths) {
  return paths.length === 0 ? [] : [element('div', { className: 'images' }, ...paths.map(path => element('figure', {},
    element('img', { src: `image?path=${encodeURIComponent(path)}`, alt: path.split('/').at(-1), loading: 'lazy' }), element('figcaption', { textContent: path.split('/').at(-1) }))))];
}
