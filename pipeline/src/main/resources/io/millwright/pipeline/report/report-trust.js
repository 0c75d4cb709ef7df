/* Whether the data and the procedure can be trusted. */
const Q = D.quality;

function dataQuality() {
  const rules = Q.rules || [];
  const failed = rules.filter(r => r.outcome === 'failed');
  const notRun = rules.filter(r => r.outcome === 'not_runnable');
  const data = D.data;
  const rejected = Object.values(data.rows_quarantined).reduce((a, b) => a + b, 0);
  const balanced = data.rows_in === data.rows_clean + rejected + data.duplicates_merged;
  section('data', 'Data', 'Can the data be trusted?', 'Every row that came in is accounted for: clean, quarantined with its reason, or merged as a duplicate.' + (Q.checked_to ? ' Checked up to ' + dateOf(Q.checked_to) + '.' : ''),
    el('div', { class: 'card morning' }, el('div', { class: 'facts', style: 'border:0;margin:0' },
      fact(count(data.rows_in), 'readings and records in'), fact(count(data.rows_clean), 'clean (' + percent(data.rows_clean / data.rows_in, 2) + ')'),
      fact(count(rejected), 'quarantined'), fact(count(data.duplicates_merged), 'duplicates merged'),
      fact(balanced ? 'exact' : 'OPEN', balanced ? 'the sum is right to the row' : 'the sum is wrong by ' + count(data.rows_in - data.rows_clean - rejected - data.duplicates_merged)))),
    el('div', { class: 'grid', style: 'margin-top:1rem' },
      card(6, figure('Quarantined, by reason', 'plot-quarantine', '', 'Rows kept aside with their file and raw text, in the table quarantine.')),
      card(6, el('h3', {}, 'Sensors that were unwell'), Q.sensor_health.length ? table(['what', 'done about it', { name: 'stretches', num: 1 }, { name: 'sensors', num: 1 }, { name: 'machines', num: 1 }, 'last until'],
        Q.sensor_health.map(s => [words(s.kind), words(s.action), count(s.stretches), count(s.sensors), count(s.machines), dateOf(s.to)])) : el('p', { class: 'caption' }, 'None found.'),
        el('p', { class: 'caption' }, 'A sick sensor is kept out of its machine’s score, with the reason.')),
      card(12, el('h3', {}, 'Gate: ' + (rules.length ? rules.filter(r => r.outcome === 'passed').length + ' of ' + plural(rules.length, 'rule') + ' passed' : 'no rules were checked')),
        el('ul', { class: 'checks' }, failed.concat(notRun).map(r => el('li', {}, el('span', { class: 'tag ' + (r.outcome === 'failed' ? 'high' : 'info') }, (r.gate ? 'gate ' : '') + words(r.outcome)), el('code', {}, r.table + ': ' + r.rule), r.message ? ' – ' + r.message : ''))),
        rules.length ? el('details', {}, el('summary', {}, 'All rules'), el('ul', { class: 'checks' }, rules.map(r => el('li', {}, el('span', { class: 'tag ' + (r.outcome === 'passed' ? 'good' : r.outcome === 'failed' ? 'high' : 'info') }, words(r.outcome)), el('code', {}, r.table + ': ' + r.rule))))) : null),
      card(12, el('h3', {}, 'By source'), table(['source', 'kind', { name: 'in', num: 1 }, { name: 'clean', num: 1 }, { name: 'quarantined', num: 1 }, { name: 'duplicates merged', num: 1 }],
        Q.sources.map(s => [s.source, words(s.kind), count(s.rows_in), count(s.rows_clean), count(s.rows_quarantined), count(s.duplicates_merged)])))));
  const reasons = Object.entries(data.rows_quarantined).sort((a, b) => a[1] - b[1]);
  plot('plot-quarantine', narrow => ({
    grid: Object.assign({}, grid, { left: narrow ? 120 : 150, right: 60, top: 10 }), tooltip: tip,
    xAxis: axis('rows', { type: reasons.some(r => r[1] > 1000) ? 'log' : 'value', min: reasons.some(r => r[1] > 1000) ? 1 : 0, axisLabel: { color: '#56616b', fontSize: 11, hideOverlap: true, formatter: x => x >= 1e6 ? x / 1e6 + ' M' : x >= 1e3 ? x / 1e3 + ' k' : x } }),
    yAxis: axis('', { type: 'category', data: reasons.length ? reasons.map(r => words(r[0])) : ['none'], axisLabel: { color: '#56616b', fontSize: 11, width: narrow ? 112 : 140, overflow: 'truncate' } }),
    series: [{ type: 'bar', barMaxWidth: 22, itemStyle: { color: C.orange }, label: { show: true, position: 'right', color: '#56616b', formatter: p => count(p.value) }, data: reasons.length ? reasons.map(r => r[1]) : [0] }],
  }));
}

/* Only what could be judged counts, and a small fleet says what it cannot tell. */
function driftTitle(d, loud) {
  if (!d.judged) return d.reference && d.current && d.reference.machines * d.current.machines === 0 ? 'Nothing to compare: one of the two stretches has no rows' : 'Too few machines to tell whether anything drifted';
  return (loud ? plural(loud, 'feature') + ' of ' + count(d.judged) : 'No feature of ' + count(d.judged)) + ' drifted'
    + (d.fewest_together > 1 ? '; of so few machines, fewer than ' + count(d.fewest_together) + ' at once cannot be told from chance' : '');
}

function drift() {
  const d = D.drift;
  if (!d) return;
  const features = d.features || [];
  const loud = features.filter(f => f.drifted);
  const stretch = x => x ? dateOf(x.from) + ' to ' + dateOf(x.to) + ', ' + plural(x.machines, 'machine') : '–';
  const past = d.past || [], segments = d.segments || [], triggers = d.triggers || [];
  const record = d.track_record ? d.track_record.months : [];
  const targets = [...new Set((d.label_rate || []).map(r => r.target))];
  section('drift', 'Drift', 'Has the fleet changed?', 'Each machine counts once. PSI is held against what chance alone gives for this many machines. Reference: ' + stretch(d.reference) + '. Now: ' + stretch(d.current) + '.',
    el('div', { class: 'grid' },
      card(7, figure(driftTitle(d, loud.length), 'plot-drift', 'tall', 'How far the typical machine moved, in interquartile ranges of the reference (Wasserstein distance): 1 is as far as the middle half of the fleet is wide. Orange has drifted.')),
      card(5, figure('Share of rows before a failure, by four weeks', 'plot-labels', 'short', 'A changing share moves every probability with it.'),
        el('h3', { style: 'margin-top:0.8rem' }, 'Furthest above its limit'), table(['feature', { name: 'PSI', num: 1 }, { name: 'limit', num: 1 }], features.slice(0, 6).map(f => [el('code', {}, f.feature), fixed(f.psi, 2), fixed(f.psi_limit, 2)]))),
      past.length ? card(7, figure('How it came', 'plot-drift-past', 'short', 'The farthest features over the runs of monitor, as the table drift keeps them. Drift of less than 0.2 interquartile ranges is of no consequence.')) : null,
      segments.length ? card(past.length ? 5 : 12, el('h3', {}, 'By type and site'), table(['machines of', { name: 'machines', num: 1 }, { name: 'drifted', num: 1 }, 'farthest'],
        segments.map(s => [words(s.by) + ' ' + s.segment, count(s.machines), count(s.drifted) + ' of ' + count(s.judged), s.farthest.length ? el('code', {}, s.farthest[0].feature) : '–'])),
        el('p', { class: 'caption' }, 'Held against chance over all features of all types and sites together (Benjamini-Hochberg).')) : null,
      triggers.length ? card(12, el('h3', {}, d.retraining.asked ? 'A training is asked for by ' + d.retraining.by.map(words).join(', ') : 'No training is asked for'),
        table(['reason', '', { name: 'value', num: 1 }, { name: 'limit', num: 1 }, 'why'], triggers.map(t => [words(t.name), el('span', { class: 'tag ' + (t.asks ? 'high' : t.fired ? 'medium' : 'info') }, t.asks ? 'asks' : t.fired ? 'fired' : 'quiet'), fixed(t.value, 2), fixed(t.limit, 2), t.why]))) : null,
      record.length ? card(12, figure('What became of past lists', 'plot-record', 'short', 'Failures observed over failures foretold, by month: 1 is right, above it too few were foretold. Lists old enough only that all outcomes are known. Bars are 95 % intervals, Poisson’s on failures.'),
        table(['model', 'month', { name: 'rows', num: 1 }, { name: 'failures', num: 1 }, 'observed over foretold', 'alerts that were right'],
          record.slice(-12).map(m => [m.model_version, dateOf(m.from), count(m.rows), count(m.failures), ci(m.observed_over_expected, x => fixed(x, 2)), ci(m.event_precision, x => percent(x))]))) : null));
  plot('plot-drift', narrow => {
    const top = features.slice().sort((a, b) => (a.wasserstein_scaled || 0) - (b.wasserstein_scaled || 0)).slice(-16);
    return {
      grid: Object.assign({}, grid, { left: narrow ? 150 : 220, top: 8 }), tooltip: Object.assign({}, tip, { formatter: p => escapeText(top[p.dataIndex] ? top[p.dataIndex].feature : '') + '<br>moved ' + fixed(p.value, 2) + ' interquartile ranges' }), xAxis: axis('moved, in interquartile ranges', { min: 0 }),
      yAxis: axis('', { type: 'category', data: top.length ? top.map(f => f.feature) : ['none'], axisLabel: { color: '#56616b', fontSize: 10.5, width: narrow ? 142 : 210, overflow: 'truncate' } }),
      series: [{ type: 'bar', barMaxWidth: 14, data: top.length ? top.map(f => ({ value: f.wasserstein_scaled, itemStyle: { color: f.drifted ? C.orange : C.sky } })) : [0] }],
    };
  });
  plot('plot-labels', () => ({
    grid: Object.assign({}, grid, { top: 28 }), legend: Object.assign({}, legend, { data: targets.map(words) }), tooltip: Object.assign({ trigger: 'axis' }, tip, { valueFormatter: x => percent(x, 2) }),
    xAxis: timeAxis({}), yAxis: axis('', { min: 0, axisLabel: { color: '#56616b', fontSize: 11, formatter: x => fixed(100 * x, 1) + ' %' } }),
    series: targets.map((t, i) => ({ name: words(t), type: 'line', symbolSize: 6, color: [C.blue, C.orange, C.green, C.pink][i % 4], lineStyle: { type: i ? 'dashed' : 'solid' },
      data: d.label_rate.filter(r => r.target === t && known(r.rate)).map(r => [onAxis((Date.parse(r.from) + Date.parse(r.to)) / 2000), r.rate]) })),
  }));
}

function driftHistory() {
  if (!D.drift) return;
  const past = D.drift.past || [];
  const record = D.drift.track_record ? D.drift.track_record.months.filter(m => known(m.observed_over_expected.value)) : [];
  const when = t => onAxis(Date.parse(t) / 1000);
  if (past.length) plot('plot-drift-past', () => {
    const names = [...new Set(past.map(p => p.feature))].slice(0, 6);
    const colors = [C.blue, C.orange, C.green, C.pink, C.sky, C.red];
    return {
      grid: Object.assign({}, grid, { top: 28 }), legend: Object.assign({}, legend, { data: names }), tooltip: Object.assign({ trigger: 'axis' }, tip, { valueFormatter: x => fixed(x, 2) }),
      xAxis: timeAxis({}), yAxis: axis('interquartile ranges', { min: 0 }),
      series: names.map((name, i) => ({ name, type: 'line', color: colors[i], symbolSize: 6, lineStyle: { type: i % 2 ? 'dashed' : 'solid' },
        data: past.filter(p => p.feature === name).map(p => [when(p.to), p.wasserstein_scaled]),
        markLine: i ? undefined : { silent: true, symbol: 'none', lineStyle: { color: C.grey, type: 'dotted' }, label: { formatter: 'of consequence', color: '#56616b' }, data: [{ yAxis: 0.2 }] } })),
    };
  });
  if (record.length) plot('plot-record', () => ({
    grid: Object.assign({}, grid, { top: 28 }), tooltip: Object.assign({}, tip, { formatter: p => { const m = record[p.dataIndex]; return m ? 'model ' + escapeText(m.model_version) + ', ' + dateOf(m.from) + '<br>' + fixed(m.observed_over_expected.value, 2) + ' [' + fixed(m.observed_over_expected.low, 2) + ', ' + fixed(m.observed_over_expected.high, 2) + '], ' + plural(m.failures, 'failure') : ''; } }),
    xAxis: timeAxis({}), yAxis: axis('observed over foretold', { min: 0 }),
    series: [
      { type: 'custom', z: 1, silent: true, clip: true, data: record.map(m => [when(m.from), m.observed_over_expected.low, m.observed_over_expected.high]), encode: { x: 0, y: [1, 2] },
        renderItem: (p, api) => { const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(0), api.value(2)]); return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: C.sky, lineWidth: 3 } }; } },
      { type: 'scatter', symbolSize: 9, color: C.blue, data: record.map(m => [when(m.from), m.observed_over_expected.value]),
        markLine: { silent: true, symbol: 'none', lineStyle: { color: C.grey, type: 'dotted' }, label: { formatter: 'as foretold', color: '#56616b' }, data: [{ yAxis: 1 }] } },
    ],
  }));
}

function procedure() {
  const looks = M.looks;
  section('procedure', 'Procedure', 'How it was tested', 'Each model is trained on the grey stretch and judged on the blue one after it; rows whose outcome would reach into the test are left out of training.',
    el('div', { class: 'grid' },
      card(7, figure('Training and test windows', 'plot-folds', M.folds.length > 2 ? '' : 'short', '')),
      card(5, el('h3', {}, 'Looks at the tests'), el('p', { class: 'why' }, 'Rows of these windows have been looked at ' + plural(looks.count, 'time') + ' with different data, settings or code, this one included. Every further look makes the figures a little too good.'),
        looks.reasons.length ? el('ul', { class: 'checks' }, looks.reasons.map(r => el('li', {}, r))) : null,
        M.folds.length ? table(['test', { name: 'rows', num: 1 }, { name: 'failures', num: 1 }, { name: 'average precision', num: 1 }], M.folds.map(f => [String(f.fold), count(f.n), count(f.events), ci(f.average_precision, x => fixed(x, 3))])) : null)));
  plot('plot-folds', () => {
    const bars = [];
    M.folds.forEach((f, i) => {
      bars.push([i, onAxis(Date.parse(f.train_from) / 1000), onAxis(Date.parse(f.train_to) / 1000), 0]);
      bars.push([i, onAxis(Date.parse(f.test_from) / 1000), onAxis(Date.parse(f.test_to) / 1000), 1]);
    });
    return {
      grid: Object.assign({}, grid, { left: 64, top: 10 }), tooltip: Object.assign({}, tip, { formatter: p => (p.value[3] ? 'test ' : 'training ') + dateOf(p.value[1]) + ' to ' + dateOf(p.value[2]) }),
      xAxis: timeAxis(bars.length ? { min: Math.min(...bars.map(b => b[1])), max: Math.max(...bars.map(b => b[2])) } : {}),
      yAxis: axis('', { type: 'category', inverse: true, data: M.folds.map(f => 'test ' + f.fold) }),
      series: [{ type: 'custom', encode: { x: [1, 2], y: 0 }, data: bars, renderItem: (p, api) => { const a = api.coord([api.value(1), api.value(0)]), b = api.coord([api.value(2), api.value(0)]); return { type: 'rect', shape: { x: a[0], y: a[1] - 11, width: Math.max(2, b[0] - a[0]), height: 22 }, style: { fill: api.value(3) ? C.blue : '#c3cad0' } }; } }],
    };
  });
}

function closing() {
  const t = D.timings && Object.keys(D.timings).length ? D.timings : M.timings_seconds || {};
  const total = Object.values(t).reduce((a, b) => a + b, 0);
  document.getElementById('foot').append(
    el('p', {}, 'Made from ' + D.source + '. The same figures stand in metrics.json and evaluation.json, the list in worklist.csv, the model’s papers in model-card.html.'),
    total ? el('p', {}, 'Up to this page the run took ' + fixed(total, 0) + ' seconds: ' + Object.entries(t).map(([k, v]) => words(k) + ' ' + fixed(v, 1)).join(', ') + '.') : '',
    el('p', {}, 'Predictions are probabilities, not promises: sudden failures without any precursor are foretold by no model. Safety rules and inspections by law stand above this list.'));
}

header(); morning(); fleetHealth(); workList(); timelines(); figures(); search(); remainingLife(); dataQuality(); drift(); driftHistory(); procedure(); closing(); finish();
