'use strict';
/* What is unusual, told without labels: what is so now and the alerts first, then each machine's score with what the detectors say. */
const A = D.figures;
const KEPT = A.detectors ? ' They are kept: version ' + A.detectors.version + ', fingerprint ' + A.detectors.fingerprint + ', which ./millwright reproduce detectors/' + A.detectors.version + ' rebuilds.' : '';
const VOICES = { all: 'all detectors together', random: 'random alerts, as many' };

function heading() {
  document.getElementById('top').append(
    el('p', { class: 'brand' }, 'Millwright anomalies'), el('h1', {}, D.title),
    el('p', { class: 'lead' }, plural(A.machines, 'machine') + ', ' + plural(A.alerts.length, 'alert') + ' in ' + fixed(A.machine_weeks, 1) + ' machine-weeks of tests' + (CYCLES ? '' : ' · all times UTC')));
}

function now() {
  if (!D.now.machines) return;
  section('now', 'Now', 'What is unusual now', 'The newest row of every machine, by detectors that were fitted on what came before it. These are the lines of the work list where no failure is foretold; whether they come true is not known yet.' + KEPT,
    D.now.unusual.length ? table(['machine', 'site', 'as of', { name: 'score', num: 1 }, { name: 'alerts begin at', num: 1 }, 'sensors'],
      D.now.unusual.map(m => [machine(m.equipment_id), m.site, momentOf(m.as_of), fixed(m.score, 3), fixed(m.threshold, 3), m.sensors.map(words).join(', ') || '–']))
      : el('div', { class: 'card' }, 'None of ' + plural(D.now.machines, 'machine') + ' is unusual on its newest row.'));
}

function alerts() {
  const judged = A.alerts.some(a => a.outcome);
  section('alerts', 'Alerts', 'What was unusual', 'A score is the mean rank of the detectors among normal time: 0.5 is the middle of it, 1 stranger than all of it. Sensors are named in the order in which they lower the score when put to the machine’s normal.',
    A.alerts.length ? table(['machine', 'since', { name: 'score', num: 1 }, 'sensors'].concat(judged ? ['turned out to be'] : []),
      A.alerts.map(a => [machine(a.equipment_id), momentOf(a.at) + (CYCLES ? '' : ' ' + new Date(a.at).getUTCFullYear()), fixed(a.score, 3), a.sensors.map(words).join(', ') || '–'].concat(judged ? [words(a.outcome)] : [])))
      : el('div', { class: 'card' }, 'Nothing was unusual.'));
}

function scores() {
  section('scores', 'Machines', 'How unusual, and when', 'Tests only: the detectors never saw these rows. The machines with the most unusual rows first.',
    el('div', { class: 'grid' }, D.machines.map((m, i) => card(12, figure(machine(m.equipment_id), 'plot-score-' + i, 'short', '')))));
  D.machines.forEach((m, i) => plot('plot-score-' + i, () => ({
    grid: Object.assign({}, grid, { top: 14 }), tooltip: Object.assign({ trigger: 'axis' }, tip, { valueFormatter: x => fixed(x, 3) }), xAxis: timeAxis({}), yAxis: axis('', { min: 0, max: 1 }),
    series: [
      { name: 'score', type: 'line', showSymbol: false, lineStyle: { width: 1, color: C.sky }, itemStyle: { color: C.sky }, data: m.scores.map(p => [onAxis(p.at), p.score]) },
      { name: 'alert', type: 'scatter', symbol: 'triangle', symbolSize: 11, itemStyle: { color: C.red }, data: A.alerts.filter(a => a.equipment_id === m.equipment_id).map(a => [onAxis(Date.parse(a.at) / 1000), a.score]) },
      { name: 'threshold', type: 'line', step: 'end', showSymbol: false, lineStyle: { width: 1, type: 'dashed', color: C.grey }, itemStyle: { color: C.grey }, data: A.folds.flatMap(f => [[onAxis(Date.parse(f.test_from) / 1000), f.threshold], [onAxis(Date.parse(f.test_to) / 1000), f.threshold]]) },
    ],
  })));
}

function voices() {
  const judged = A.voices.some(v => v.events > 0);
  const ranked = A.voices.map(v => v.ranking).find(r => r);
  const look = A.looks ? ' (look ' + A.looks.count + ')' : '';
  const series = ranked ? ' By series: the mean over ' + count(ranked.series) + ' machines in tests with failures, ranked each by itself; VUS-PR with buffers of up to ' + count(ranked.longest_buffer) + ' rows. Positive are ' + percent(ranked.prevalence.value) + ' of their labelled rows, which is what random scores get.' : '';
  section('detectors', 'Detectors', 'What each detector would say alone', 'Each with its own threshold, chosen on normal time before the test for at most ' + fixed(A.alerts_per_machine_week, 2) + ' alerts per machine-week.' + series,
    table(['detector', { name: 'alerts', num: 1 }, { name: 'per machine-week', num: 1 }].concat(judged ? [{ name: 'failures foretold' + look, num: 1 }, 'of alerts right' + look, 'average precision' + look].concat(ranked ? ['VUS-PR by series' + look, 'average precision by series' + look] : []) : []),
      A.voices.map(v => [VOICES[v.detector] || words(v.detector), count(v.alerts), fixed(v.alerts_per_machine_week, 2)].concat(judged ? [count(v.detected) + ' of ' + count(v.events), ci(v.event_precision, x => percent(x)), ci(v.average_precision, x => fixed(x, 3))].concat(ranked ? [v.ranking ? ci(v.ranking.vus_pr, x => fixed(x, 3)) : '', v.ranking ? ci(v.ranking.average_precision, x => fixed(x, 3)) : ''] : []) : []))));
}

heading(); now(); alerts(); scores(); voices();
document.getElementById('foot').append(el('p', {}, 'Made from ' + D.source + '. The same figures stand in anomalies.json, every score in the table anomalies. Watched: ' + A.indicators.join(', ') + '.'));
finish();
