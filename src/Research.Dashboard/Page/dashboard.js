'use strict';

// The page of ./research dashboard. Every second it asks for the runs and for those that are shown, and draws what has changed.
// What is shown is in the address: #run=ID, #compare=ID&compare=ID, or #figures. list.js, charts.js and view.js draw; view.js, the last,
// begins.

const interval = 1000, mostCompared = 20;
const night = matchMedia('(prefers-color-scheme: dark)');
const marks = { running: '●', complete: '✓', stopped: '■', failed: '✕', damaged: '!' };
const dashes = ['solid', 'dash', 'dot'];

const runs = new Map();    // by id: a line of the list
const details = new Map(); // by id: curves, environment and images, of the runs that are shown
const lines = new Map();   // by id: the table's row
const chosen = new Set();
const sort = { by: 'started', down: true };
let version = 0, shown = [], current = null, metric = null, theme = null, figures = null;

const $ = id => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

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

const tags = new Map();

/** The answer; null where it is what it was. */
async function ask(url, isTagged = true) {
  const answer = await fetch(url, { cache: 'no-store', headers: tags.has(url) ? { 'If-None-Match': tags.get(url) } : {} });
  if (answer.status === 304) return null;
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status: answer.status });
  if (isTagged) tags.set(url, answer.headers.get('ETag'));
  return answer.json();
}

async function look() {
  try {
    theme ??= await ask('api/theme');
    takeRuns(await ask(`api/runs?since=${version}`, false));
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

/** What changed of the list since the version that the page has. */
function takeRuns(changes) {
  version = changes.version;
  if (!changes.isAll && !changes.runs.length && !changes.gone.length) return;
  $('results').textContent = changes.results;
  if (changes.isAll) runs.clear();
  for (const run of changes.runs) runs.set(run.id, run);
  for (const id of changes.gone) runs.delete(id);
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
