'use strict';
/* What every section needs: the data, making elements, and writing numbers with their units. */
const D = JSON.parse(document.getElementById('data').textContent);
const CYCLES = D.axis === 'cycles';
const UNIT = CYCLES ? 'cycles' : 'hours';

function el(tag, attrs, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined) continue;
    if (key === 'class') node.className = value;
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

function section(id, short, title, why, ...content) {
  const node = el('section', { id, 'data-short': short }, el('h2', {}, title), why ? el('p', { class: 'why' }, why) : null, content);
  document.getElementById('main').append(node);
  return node;
}

function known(x) { return x !== null && x !== undefined && !Number.isNaN(x); }
function fixed(x, digits) { return known(x) ? x.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits }) : '–'; }
function count(x) { return fixed(x, 0); }
function plural(n, one, many) { return count(n) + ' ' + (n === 1 ? one : many || one + 's'); }
function percent(x, digits) { return known(x) ? fixed(100 * x, digits === undefined ? 0 : digits) + ' %' : '–'; }
function chance(x) { return !known(x) ? '–' : x >= 0.995 ? '> 99 %' : x < 0.005 ? '< 1 %' : percent(x); }
function money(x) {
  if (!known(x)) return '–';
  const size = Math.abs(x);
  const text = size >= 1e6 ? fixed(x / 1e6, 2) + ' M' : size >= 1e4 ? fixed(x / 1e3, 0) + ' k' : fixed(x, size >= 100 ? 0 : 2);
  return text + ' ' + D.currency;
}
function span(h) {
  if (!known(h)) return '–';
  if (CYCLES) return plural(Math.round(h), 'cycle');
  if (Math.abs(h) < 48) return plural(Math.round(h), 'hour');
  return plural(Math.round(h / 24), 'day');
}
function shortSpan(h) { return span(h).replace(/ hours?$/, ' h').replace(/ days?$/, ' d').replace(/ cycles?$/, ' c'); }
function spanRange(low, high) {
  if (!known(low) || !known(high)) return '–';
  if (CYCLES) return count(low) + ' to ' + plural(Math.round(high), 'cycle');
  return high < 48 ? count(low) + ' to ' + plural(Math.round(high), 'hour') : fixed(low / 24, low > 0 && low < 240 ? 1 : 0) + ' to ' + plural(Math.round(high / 24), 'day');
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function two(x) { return String(x).padStart(2, '0'); }
function dateOf(t) {
  if (!known(t)) return '–';
  const d = new Date(t);
  if (CYCLES) return 'cycle ' + Math.round(d.getTime() / 3600000);
  return d.getUTCDate() + '\u00a0' + MONTHS[d.getUTCMonth()] + '\u00a0' + d.getUTCFullYear();
}
function momentOf(t) {
  if (!known(t)) return '–';
  const d = new Date(t);
  if (CYCLES) return dateOf(t);
  return DAYS[d.getUTCDay()] + ' ' + d.getUTCDate() + ' ' + MONTHS[d.getUTCMonth()] + ', ' + two(d.getUTCHours()) + ':' + two(d.getUTCMinutes());
}
function machine(id) { return /^\d+$/.test(id) ? 'Machine ' + id : id; }
function words(name) { return String(name || '').replace(/_/g, ' '); }
const CANDIDATES = {
  run_to_failure: 'run to failure', age_based: 'replace by age', robust_z: 'robust z-score', random: 'random alerts',
  plain_logistic: 'logistic regression on means', logistic: 'logistic regression', random_forest: 'random forest', tribuo_forest: 'random forest (Tribuo)', xgboost: 'gradient boosting', adapted: 'boosting by type and site', xgboost_weighted: 'boosting with class weights', xgboost_smote: 'boosting with SMOTE', constant: 'the same life for all', weibull_aft: 'Weibull survival', hazard: 'hazard by interval', xgboost_aft: 'boosted survival', cox: 'Cox', ensemble: 'mean of models', searched: 'best of a search',
};
function candidate(name) { return CANDIDATES[name] || words(name); }
const POINTS = { cost_optimal: 'cheapest threshold', alert_budget: 'alert budget', precision_85: 'precision 85 %' };

function ci(e, write) {
  if (!e || !known(e.value)) return el('span', { class: 'ci' }, 'not defined');
  const bare = x => write(x).replace(' ' + D.currency, '').replace(' %', '');
  const range = known(e.low) ? ' [' + bare(e.low) + ', ' + bare(e.high) + ']' : '';
  return el('span', {}, write(e.value), el('span', { class: 'ci' }, range + ' n ' + count(e.n)));
}
/* Degrees and the like as people write them. */
function unit(name) { return String(name || '').replace(/\bdeg([CF])\b/g, '°$1').replace(/\bN\.m\b/g, 'N·m').replace(/m\/s2\b/g, 'm/s²'); }
function nice(x, step) { return Math.ceil(x / step) * step; }
function table(head, rows, classes) {
  return el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, head.map(h => el('th', { class: h.num ? 'num' : null }, h.name || h)))),
    el('tbody', {}, rows.map((row, i) => el('tr', { class: classes ? classes[i] : null },
      row.map((cell, j) => el('td', { class: head[j].num ? 'num' : null }, cell)))))));
}
function fact(big, small) { return el('div', { class: 'fact' }, el('b', {}, big), el('span', {}, small)); }
function escapeText(x) { const n = document.createElement('span'); n.textContent = x; return n.innerHTML; }
function card(width, ...content) { return el('div', { class: 'card span-' + width }, content); }
function figure(title, id, height, caption) {
  return [el('h3', {}, title), el('div', { id, class: 'plot ' + (height || ''), role: 'img', 'aria-label': title }),
    caption ? el('p', { class: 'caption' }, caption) : null];
}

/* Plots: made once the page is laid out, resized with it. Okabe and Ito's colours, told apart by shape as well. */
const C = { blue: '#0072b2', sky: '#56b4e9', orange: '#e69f00', red: '#d55e00', green: '#009e73', pink: '#cc79a7', grey: '#8a949d', ink: '#1c242b', line: '#dde2e6' };
const plots = [];
const pending = [];
function plot(id, option) { pending.push([id, option]); }
function draw(id, option) {
  const node = document.getElementById(id);
  if (!node) return null;
  let chart = echarts.getInstanceByDom(node);
  if (!chart) {
    chart = echarts.init(node, null, { renderer: 'canvas' });
    plots.push(chart);
  }
  const narrow = window.innerWidth < 560;
  chart.setOption(Object.assign({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: C.ink } },
    typeof option === 'function' ? option(narrow) : option), true);
  return chart;
}
function axis(name, more) {
  return Object.assign({
    name, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: '#56616b', fontSize: 12 },
    axisLine: { lineStyle: { color: '#b9c1c8' } }, axisLabel: { color: '#56616b', fontSize: 11, hideOverlap: true }, splitLine: { lineStyle: { color: '#eceff1' } },
  }, more);
}
function timeAxis(more) {
  return axis(CYCLES ? 'cycle' : 'date, UTC', Object.assign(CYCLES
    ? { type: 'value', scale: true }
    : { type: 'time', axisLabel: { color: '#56616b', fontSize: 11, hideOverlap: true, formatter: { year: '{yyyy}', month: '{d} {MMM}', day: '{d} {MMM}', hour: '{HH}:{mm}' } } }, more));
}
/* Seconds from the epoch to what the time axis counts: local wall time that reads as UTC, or cycles. */
function onAxis(seconds) {
  if (CYCLES) return seconds / 3600;
  return seconds * 1000 + new Date(seconds * 1000).getTimezoneOffset() * 60000;
}
const grid = { left: 58, right: 18, top: 26, bottom: 46 };
const tip = { confine: true, backgroundColor: '#ffffff', borderColor: '#c8cfd5', textStyle: { color: C.ink, fontSize: 12 } };
const legend = { top: 0, left: 0, itemWidth: 14, itemHeight: 9, textStyle: { color: '#56616b', fontSize: 12 }, type: 'scroll' };
/* Once all sections stand: links to them, the plots, and both again when the window changes. */
function finish() {
  document.querySelectorAll('main > section').forEach(s => document.getElementById('sections').append(el('a', { href: '#' + s.id }, s.dataset.short)));
  for (const [id, option] of pending) { if (id === null) option(); else draw(id, option); }
  let waiting = null;
  window.addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(() => {
    for (const [id, option] of pending) { if (id === null) option(); else draw(id, option); }
    plots.forEach(p => p.resize());
  }, 120); });
  document.documentElement.dataset.drawn = String(plots.length);
}
