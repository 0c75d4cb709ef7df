/* What was predicted against what happened, and how good that is. */
const M = D.metrics;
const T = D.evaluation.targets.find(t => t.headline) || D.evaluation.targets[0];
const FAIL = M.failure;

function timelines() {
  if (!D.timelines.length) return;
  const pick = el('select', { 'aria-label': 'machine', onchange: show }, D.timelines.map((m, i) =>
    el('option', { value: i }, machine(m.equipment_id) + ' · ' + words(m.type) + ' · ' + m.why)));
  const step = by => el('button', { type: 'button', 'aria-label': by < 0 ? 'previous machine' : 'next machine',
    onclick: () => { pick.value = (Number(pick.value) + by + D.timelines.length) % D.timelines.length; show(); } }, by < 0 ? '◀' : '▶');
  const said = el('p', { class: 'caption' });
  section('machines', 'Machines', 'Machine by machine', T ? 'What the model said on test windows it was not trained on, and after a gap what work lists said since, against what happened. A vertical line is a failure; marks above the curve are alerts at the ' + POINTS[T.shown_point] + '.' : 'Predictions on test units against what is known.',
    el('div', { class: 'controls' }, 'Machine', pick, step(-1), step(1)),
    el('div', { class: 'card' }, el('div', { id: 'plot-machine', class: 'plot', role: 'img', 'aria-label': 'prediction timeline' }), said,
      el('div', { id: 'plot-sensors', class: 'plot', role: 'img', 'aria-label': 'sensor means' })));
  function show() {
    const m = D.timelines[Number(pick.value)];
    const range = extent(m);
    draw('plot-machine', narrow => machinePlot(m, range, narrow));
    const sensors = document.getElementById('plot-sensors');
    sensors.style.height = Math.max(1, m.sensors.length) * 105 + 46 + 'px';
    const chart = draw('plot-sensors', narrow => sensorPlot(m, range, narrow));
    if (chart) chart.resize();
    const seen = T ? T.events.filter(e => e.equipment_id === m.equipment_id) : [];
    said.textContent = seen.length ? seen.map(e => (e.component ? words(e.component) + ' failed ' : 'failed ') + dateOf(e.at) + ': '
      + (e.detected ? 'foretold ' + span(e.lead_hours) + ' ahead' : e.alerted_late ? 'alert came too late to act' : 'missed, highest risk seen ' + chance(e.highest_score_in_zone))).join('; ') + '.'
      : m.predictions.some(p => p.fold) ? 'No failure inside the test windows.' : m.remaining_life.length ? '' : 'Not part of a test window.';
  }
  pending.push([null, show]);
}

function extent(m) {
  const all = [].concat(m.predictions.map(p => p.t), m.remaining_life.map(p => p.t), m.failures.map(p => p.t), ...m.sensors.map(s => s.t));
  return [onAxis(Math.min(...all)), onAxis(Math.max(...all))];
}

function machinePlot(m, range, narrow) {
  const life = m.remaining_life.length > 0 && m.predictions.length === 0;
  return life ? lifePlot(m, range, narrow) : riskPlot(m, range, narrow);
}

function riskPlot(m, range, narrow) {
  const alerts = T.episodes.filter(e => e.equipment_id === m.equipment_id);
  const kinds = [['hit', 'alert, failure followed', 'triangle', C.green], ['false_alarm', 'alert, nothing followed', 'triangle', C.red], ['late', 'alert, too late', 'diamond', C.orange], ['undetermined', 'alert, cannot be judged', 'emptyTriangle', C.grey]];
  const shown = T.policies.find(p => p.figures.candidate === T.champion).figures.operating_points[T.shown_point];
  const thresholds = (shown.by_fold || []).map(f => {
    const fold = M.folds.find(x => x.fold === f.fold);
    return known(f.threshold) && fold ? [{ coord: [onAxis(Date.parse(fold.test_from) / 1000), f.threshold] }, { coord: [onAxis(Date.parse(fold.test_to) / 1000), f.threshold] }] : null;
  }).filter(Boolean);
  return {
    grid: Object.assign({}, grid, { top: narrow ? 62 : 52 }), legend: Object.assign({}, legend, { type: 'plain' }),
    tooltip: Object.assign({ trigger: 'item' }, tip, { formatter: p => escapeText(p.seriesName) + '<br>' + (p.data.label || dateOf(p.value[0]) + ', ' + chance(p.value[1])) }),
    xAxis: timeAxis({ min: range[0], max: range[1] }), yAxis: axis('risk within ' + span(T.horizon_hours), { min: 0, max: 1, nameGap: 42, axisLabel: { formatter: x => Math.round(100 * x) + ' %', color: '#56616b', fontSize: 11 } }),
    series: [
      { name: 'risk', type: 'line', step: 'end', showSymbol: false, color: C.blue, lineStyle: { width: 1.6, color: C.blue }, areaStyle: { color: C.blue, opacity: 0.08 },
        data: withGaps(m.predictions), markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { type: 'dashed', color: C.grey, width: 1.2 }, data: thresholds } },
      ...kinds.map(k => ({ name: k[1], type: 'scatter', symbol: k[2], symbolSize: 11, itemStyle: { color: k[3], borderColor: k[3] },
        data: alerts.filter(a => a.outcome === k[0]).map(a => ({ value: [onAxis(Date.parse(a.start) / 1000), Math.min(1, a.score)], label: undefined })) })).filter(s => s.data.length),
      happened(m.failures, 'failure', C.red, 'solid', 1.04), happened(m.orders, 'maintenance order', C.grey, 'dotted', 1.04),
    ].filter(Boolean),
  };
}

function withGaps(predictions) {
  const points = [];
  predictions.forEach((p, i) => {
    if (i && predictions[i - 1].fold !== p.fold) points.push([onAxis(p.t) - 1, null]);
    points.push([onAxis(p.t), Math.min(1, p.p)]);
  });
  return points;
}

function happened(marks, name, colour, type) {
  if (!marks.length) return null;
  return { name, type: 'line', color: colour, data: [], symbol: 'none', lineStyle: { type, color: colour },
    markLine: { symbol: ['none', 'none'], silent: false, label: { show: false }, emphasis: { label: { show: false } }, lineStyle: { type, color: colour, width: type === 'solid' ? 1.8 : 1.1 },
      data: marks.map(x => ({ xAxis: onAxis(x.t), name: x.text })), tooltip: { formatter: p => escapeText(p.name) } } };
}

function lifePlot(m, range, narrow) {
  const at = p => onAxis(p.t);
  const life = m.remaining_life;
  const top = nice(Math.max(...life.map(p => Math.max(p.median, known(p.high) ? p.high : 0))), CYCLES ? 25 : 120);
  const band = {
    name: 'interval', type: 'custom', silent: true, clip: true, color: C.sky, itemStyle: { color: C.sky }, data: [[at(life[0]), life[0].median]],
    renderItem: (p, api) => {
      const inside = life.filter(x => known(x.low) && known(x.high));
      const points = inside.map(x => api.coord([at(x), x.high])).concat(inside.map(x => api.coord([at(x), x.low])).reverse());
      return { type: 'polygon', shape: { points }, style: { fill: C.sky, opacity: 0.32 } };
    },
  };
  return {
    grid: Object.assign({}, grid, { top: narrow ? 50 : 34 }), legend,
    tooltip: Object.assign({ trigger: 'axis' }, tip, { formatter: ps => {
      const shown = ps.find(x => x.seriesName === 'predicted');
      const p = shown ? life[shown.dataIndex] : null;
      return p ? (CYCLES ? 'cycle ' + at(p) : dateOf(at(p))) + '<br>predicted ' + span(p.median) + ' [' + spanRange(p.low, p.high) + ']' + (known(p.truth) ? '<br>true ' + span(p.truth) : '') : '';
    } }),
    xAxis: timeAxis({ min: range[0], max: range[1] }), yAxis: axis('remaining life, ' + UNIT, { nameGap: 42, min: 0, max: top }),
    series: [
      band,
      { name: 'predicted', type: 'line', symbol: 'none', color: C.blue, lineStyle: { width: 2 }, data: life.map(p => [at(p), p.median]) },
      { name: 'true', type: 'line', symbol: 'none', color: C.red, lineStyle: { type: 'dashed', width: 1.6 }, data: life.filter(p => known(p.truth)).map(p => [at(p), p.truth]) },
    ],
  };
}

function sensorPlot(m, range, narrow) {
  const height = 105;
  return {
    tooltip: Object.assign({ trigger: 'axis' }, tip, { formatter: ps => dateOf(ps[0].value[0]) + ps.map(p => '<br>' + escapeText(p.seriesName) + ' ' + Number(p.value[1].toPrecision(4))).join('') }),
    grid: m.sensors.map((s, i) => ({ left: 58, right: 18, top: 22 + i * height, height: height - 34 })),
    title: m.sensors.map((s, i) => ({ text: s.label + (s.unit ? ', ' + unit(s.unit) : ''), left: 58, top: i * height + 2, textStyle: { fontSize: 12, fontWeight: 600, color: C.ink } })),
    xAxis: m.sensors.map((s, i) => Object.assign(timeAxis({ min: range[0], max: range[1], gridIndex: i }), i < m.sensors.length - 1 ? { axisLabel: { show: false }, name: '' } : { nameGap: 26 })),
    yAxis: m.sensors.map((s, i) => axis('', { gridIndex: i, scale: true, splitNumber: 2 })),
    series: m.sensors.map((s, i) => ({ name: s.label, type: 'line', xAxisIndex: i, yAxisIndex: i, showSymbol: false, color: C.ink, lineStyle: { width: 1.2, color: '#44525e' }, data: s.t.map((t, j) => [onAxis(t), s.mean[j]]),
      markLine: { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: C.red, width: 1.4, type: 'solid' }, data: m.failures.map(f => ({ xAxis: onAxis(f.t) })) } })),
  };
}

/* Figures with their intervals, the baselines side by side. */
function figures() {
  if (!FAIL) return;
  const lead = FAIL.minimum_lead_hours;
  const shown = T.shown_point;
  const policies = T.policies.map(p => p.figures);
  const order = el('select', { 'aria-label': 'operating point', onchange: () => show(order.value) }, Object.keys(FAIL.operating_points).map(p =>
    el('option', { value: p, selected: p === shown ? '' : null }, POINTS[p] + (p === 'alert_budget' ? ' (' + D.alert_budget + ' alerts a machine-week)' : ''))));
  const holder = el('div', {});
  const champion = FAIL.operating_points[shown];
  const look = ' (look ' + M.looks.count + ')';
  const patient = FAIL.right_within_hours > FAIL.horizon_hours;
  section('figures', 'Predictions', 'How good are the predictions?',
    'Target: ' + words(FAIL.name) + ', a failure ' + (lead ? span(lead) + ' to ' : 'within ') + span(FAIL.horizon_hours) + (lead ? ' after' : ' of') + ' the moment of prediction. '
    + plural(FAIL.events, 'failure') + ' in ' + plural(M.folds.length, 'test window') + ' the models never saw, the last of them up to ' + dateOf(M.folds[M.folds.length - 1].test_to) + '. Brackets are 95 % intervals, by drawing whole machines ' + count(M.looks.bootstrap_draws) + ' times.',
    el('div', { class: 'card morning' }, el('p', { class: 'sentence' }, (champion.counts.events ? 'It foretold ' + champion.counts.detected + ' of ' + plural(champion.counts.events, 'failure') : 'No failure came in the tests, so nobody can say how good it is')
      + (champion.counts.hits + champion.counts.false_alarms ? '; ' + champion.counts.hits + ' of ' + plural(champion.counts.hits + champion.counts.false_alarms, 'alert') + ' were right.' : '.')),
      el('p', { class: 'lead' }, candidate(FAIL.candidate) + ' at the ' + POINTS[shown] + '; ' + plural(champion.counts.undetermined, 'further alert') + ' nobody can judge. Chosen for each test by its own training data.'
        + (M.champion.candidate === FAIL.candidate ? '' : ' Registered is ' + candidate(M.champion.candidate) + ', chosen in the same way by all data.')),
      el('div', { class: 'facts' },
        fact(ci(champion.event_recall, percent), 'of failures foretold in time' + look), fact(ci(champion.event_precision, percent), 'of judged alerts were right' + look),
        fact(ci(champion.median_lead_hours, shortSpan), 'median lead, a missed failure counts 0' + look), fact(ci(M.champion.saved_cost_per_machine_week, money), 'saved per machine-week against ' + candidate(M.champion.incumbent) + look))),
    verdict(),
    M.similar_cases ? el('p', { class: 'caption' }, similarCases(M.similar_cases)) : null,
    el('div', { class: 'card', style: 'margin-top:1rem' }, el('div', { class: 'controls' }, 'All policies at the', order), holder),
    el('div', { class: 'grid', style: 'margin-top:1rem' },
      card(6, figure('Failures foretold, by policy', 'plot-recall', '', 'Event recall at the alert budget, ' + D.alert_budget + ' alerts per machine-week; whiskers are 95 % intervals.')),
      card(6, figure('Cost of each policy', 'plot-cost', '', 'Cost per machine-week at each policy’s own cheapest threshold, in ' + D.currency + '. Lower is better.')),
      card(6, figure('Can the probabilities be taken at their word?', 'plot-calibration', '', 'Each dot is a tenth of the test rows. On the line, 30 % risk fails 30 % of the time. Slope ' + text(FAIL.calibration_slope, x => fixed(x, 2)) + ', intercept ' + text(FAIL.calibration_intercept, x => fixed(x, 2)) + ', Brier score ' + text(FAIL.brier, x => fixed(x, 4)) + ', log loss ' + text(FAIL.log_loss, x => fixed(x, 4)) + '.')),
      card(6, figure('Warning time', 'plot-leads', '', 'Every failure of the tests by how long before it the first alert came. The bar at the left counts failures without one.')),
      card(6, figure('What more alerts would cost and bring', 'plot-costcurve', '', 'From no alert at all to ever lower thresholds on the test windows, for the eye only: thresholds were chosen on earlier data. The ring is where this run stands.')),
      card(6, el('h3', {}, 'If costs were other than assumed'), table(['assumption', { name: 'saved per machine-week', num: 1 }], T.cost_sensitivity.map(c => [c.name, ci(c.saved, money)])),
        el('p', { class: 'caption' }, 'Against ' + candidate(T.incumbent) + ', thresholds left as chosen.'))),
    importance(), segments(), components(), otherTargets());
  function show(point) {
    holder.replaceChildren(table(
      ['policy', { name: 'average precision', num: 1 }, { name: 'failures foretold', num: 1 }, { name: 'alerts right', num: 1 }, ...(patient ? [{ name: 'failed within ' + span(FAIL.right_within_hours), num: 1 }] : []), { name: 'alerts / machine-week', num: 1 }, { name: 'healthy time in alert', num: 1 }, { name: 'median lead', num: 1 }, { name: 'cost / machine-week', num: 1 }],
      policies.map(f => { const o = f.operating_points[point]; return [candidate(f.candidate) + (f.candidate === FAIL.candidate ? ' (this run’s choice)' : f.candidate === T.incumbent ? ' (incumbent)' : ''),
        ci(f.average_precision, x => fixed(x, 3)), ci(o.event_recall, percent), ci(o.event_precision, percent), ...(patient ? [ci(o.precision_within, percent)] : []), ci(o.alerts_per_machine_week, x => fixed(x, 2)), ci(o.false_positive_rate, x => percent(x, 1)), ci(o.median_lead_hours, shortSpan), ci(o.cost_per_machine_week, money)]; }),
      policies.map(f => f.candidate === FAIL.candidate ? 'us' : '')),
      ...kept(FAIL.operating_points[point]),
      el('p', { class: 'caption' }, 'Look ' + M.looks.count + ' at these tests. n is what a figure is taken over: rows, failures, alerts or machines. Prevalence ' + text(FAIL.prevalence, x => percent(x, 2)) + ' is the average precision of a guess.'));
  }
  show(shown);
  policyPlots(policies);
}

/* A point that does not keep its name's promise says so, test by test. */
function kept(point) {
  if (point.attained) return [];
  return [el('div', { class: 'note' }, el('b', {}, 'Not what its name says. '), 'On the data it was chosen on:',
    el('ul', {}, point.by_fold.filter(f => !f.attained).map(f => el('li', {}, 'test ' + f.fold + ': ' + f.reason))))];
}

function text(e, write) { return e && known(e.value) ? write(e.value) + (known(e.low) ? ' [' + write(e.low) + ', ' + write(e.high) + ']' : '') : 'not defined'; }

function verdict() {
  const c = M.champion;
  if (c.promoted) return el('div', { class: 'note calm' }, el('b', {}, 'Promoted. '), candidate(c.candidate) + ' replaces ' + candidate(c.incumbent) + ': it saves money beyond doubt, misses no more failures in any large part of the fleet, and its probabilities hold.');
  return el('div', { class: 'note' }, el('b', {}, 'Not promoted. '), candidate(c.incumbent) + ' stays:', el('ul', {}, c.reasons.map(r => el('li', {}, r))));
}

function similarCases(s) {
  return 'Past cases on the work list: shown before ' + s.shown + ' of ' + plural(s.failures, 'failure') + ' of the tests, the most similar one had the mode that came in '
    + text(s.shown_nearest_right, percent) + '; always naming the most frequent mode is right in ' + text(s.shown_most_frequent_right, percent) + '.';
}

function policyPlots(policies) {
  const names = policies.map(f => candidate(f.candidate)).reverse();
  const whisker = (id, take, name, percentAxis) => plot(id, narrow => {
    const rows = policies.map(take).reverse();
    return {
      grid: Object.assign({}, grid, { left: narrow ? 118 : 146, right: 26, top: 12 }), tooltip: Object.assign({}, tip, { formatter: p => escapeText(names[p.dataIndex]) + '<br>' + text(rows[p.dataIndex], percentAxis ? percent : money) + '<br>n ' + count(rows[p.dataIndex].n) }),
      xAxis: axis(name, { min: 0, max: percentAxis ? 1 : null, axisLabel: { color: '#56616b', fontSize: 11, hideOverlap: true, formatter: x => percentAxis ? Math.round(100 * x) + ' %' : Math.abs(x) >= 1e4 ? x / 1e3 + ' k' : x } }),
      yAxis: axis('', { type: 'category', data: names, axisLabel: { color: '#56616b', fontSize: 11, width: narrow ? 110 : 136, overflow: 'truncate' } }),
      series: [
        { type: 'custom', z: 1, silent: true, data: rows.map((e, i) => [known(e.low) ? e.low : e.value, i, known(e.high) ? e.high : e.value]), encode: { x: [0, 2], y: 1 },
          renderItem: (p, api) => { const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(2), api.value(1)]); return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: policies[policies.length - 1 - p.dataIndex].candidate === FAIL.candidate ? C.blue : '#9aa5ae', lineWidth: 2.4 } }; } },
        { type: 'scatter', z: 2, symbolSize: 11, data: rows.map((e, i) => ({ value: [known(e.value) ? e.value : '-', i], symbol: T.policies[policies.length - 1 - i].baseline ? 'rect' : 'circle', itemStyle: { color: policies[policies.length - 1 - i].candidate === FAIL.candidate ? C.blue : T.policies[policies.length - 1 - i].baseline ? '#6b7680' : C.sky } })) },
      ],
    };
  });
  whisker('plot-recall', f => f.operating_points.alert_budget.event_recall, 'failures foretold', true);
  whisker('plot-cost', f => f.operating_points.cost_optimal.cost_per_machine_week, 'cost per machine-week, ' + D.currency, false);
  plot('plot-calibration', () => {
    const top = Math.min(1, nice(Math.max(0.1, ...T.reliability.map(b => Math.max(b.mean_predicted, b.observed_share))), 0.1));
    return {
      grid: Object.assign({}, grid, { top: 14 }), tooltip: Object.assign({}, tip, { formatter: p => p.seriesType === 'scatter' ? 'predicted ' + percent(p.value[0], 1) + ', failed ' + percent(p.value[1], 1) + '<br>' + count(p.value[2]) + ' rows' : '' }),
      xAxis: axis('predicted risk', { min: 0, max: top, axisLabel: { formatter: x => Math.round(100 * x) + ' %' } }), yAxis: axis('share that failed', { min: 0, max: top, nameGap: 42, axisLabel: { formatter: x => Math.round(100 * x) + ' %' } }),
      series: [{ type: 'line', data: [[0, 0], [top, top]], symbol: 'none', silent: true, lineStyle: { color: C.grey, type: 'dashed', width: 1.2 } },
        { type: 'line', symbol: 'none', silent: true, lineStyle: { color: C.blue, width: 1.2 }, data: T.reliability.map(b => [b.mean_predicted, b.observed_share]).sort((a, b) => a[0] - b[0]) },
        { type: 'scatter', symbolSize: 10, itemStyle: { color: C.blue }, data: T.reliability.map(b => [b.mean_predicted, b.observed_share, b.n]) }],
    };
  });
  plot('plot-leads', () => {
    const missed = T.lead_hours.filter(x => !(x > 0)).length;
    const found = T.lead_hours.filter(x => x > 0);
    const wide = CYCLES || T.horizon_hours <= 48 ? Math.max(1, T.horizon_hours / 12) : 24 * Math.max(0.25, T.horizon_hours / 24 / 12);
    const bins = [];
    for (let from = T.minimum_lead_hours; from < T.horizon_hours - 1e-9; from += wide) bins.push([from, Math.min(from + wide, T.horizon_hours)]);
    const labels = ['none'].concat(bins.map(b => fixed(b[0], 0) + '–' + fixed(b[1], 0)));
    const counts = [missed].concat(bins.map((b, i) => found.filter(x => x >= b[0] && (x < b[1] || i === bins.length - 1)).length));
    return {
      grid: Object.assign({}, grid, { top: 14 }), tooltip: Object.assign({}, tip, { formatter: p => (p.dataIndex ? 'first alert ' + labels[p.dataIndex] + ' ' + UNIT + ' ahead' : 'no alert in time') + '<br>' + plural(p.value, 'failure') }),
      xAxis: axis(UNIT + ' of warning', { type: 'category', data: labels, axisTick: { alignWithLabel: true } }), yAxis: axis('failures', { minInterval: 1, nameGap: 36 }),
      series: [{ type: 'bar', barWidth: '82%', data: counts.map((c, i) => ({ value: c, itemStyle: { color: i ? C.blue : C.red } })) }],
    };
  });
  plot('plot-costcurve', () => {
    const curve = [];
    for (const p of T.cost_curve) {
      if (known(p.cost_per_machine_week) && p.alerts_per_machine_week <= 2 && (!curve.length || p.alerts_per_machine_week > curve[curve.length - 1].alerts_per_machine_week)) curve.push(p);
    }
    const here = FAIL.operating_points.cost_optimal;
    return {
      grid: Object.assign({}, grid, { top: 40, left: 66, right: 58 }), legend, tooltip: Object.assign({ trigger: 'axis' }, tip, { formatter: ps => { const p = curve[ps[0].dataIndex]; return p ? fixed(p.alerts_per_machine_week, 2) + ' alerts a machine-week<br>cost ' + money(p.cost_per_machine_week) + '<br>foretold ' + percent(p.event_recall) : ''; } }),
      xAxis: axis('alerts per machine-week', { min: 0, type: 'value' }),
      yAxis: [axis('cost per machine-week, ' + D.currency, { nameGap: 50, scale: true, axisLabel: { color: '#56616b', fontSize: 11, formatter: x => Math.abs(x) >= 1e4 ? x / 1e3 + ' k' : x } }), axis('failures foretold', { nameGap: 42, min: 0, max: 1, splitLine: { show: false }, axisLabel: { formatter: x => Math.round(100 * x) + ' %' } })],
      series: [{ name: 'cost', type: 'line', symbol: 'none', color: C.orange, lineStyle: { width: 2 }, data: curve.map(p => [p.alerts_per_machine_week, p.cost_per_machine_week]) },
        { name: 'failures foretold', type: 'line', symbol: 'none', yAxisIndex: 1, color: C.blue, lineStyle: { width: 1.6, type: 'dashed' }, data: curve.map(p => [p.alerts_per_machine_week, p.event_recall]) },
        { name: 'this run', type: 'scatter', symbol: 'circle', symbolSize: 13, itemStyle: { color: 'transparent', borderColor: C.ink, borderWidth: 2 }, data: known(here.cost_per_machine_week.value) ? [[here.alerts_per_machine_week.value, here.cost_per_machine_week.value]] : [] }],
    };
  });
}

const PARTS = { site: 'site', type: 'equipment type', age: 'age as the test starts', manufacturer: 'manufacturer', mode: 'failure mode', generation: 'generation of the failed part', regime: 'operating regime, by rows' };

function segments() {
  const bare = new Set(['mode', 'generation']);
  const rows = T.segments.filter(s => s.events > 0);
  if (!rows.length) return null;
  const worst = rows.filter(s => s.events >= 10).sort((a, b) => a.event_recall.value - b.event_recall.value)[0];
  return el('div', { class: 'card', style: 'margin-top:1rem' }, el('h3', {}, 'Where it is good, and where it is not'),
    el('p', { class: 'caption' }, (worst ? 'Weakest with at least ten failures: ' + PARTS[worst.by] + ' ' + words(worst.name) + ', ' + percent(worst.event_recall.value) + ' foretold. ' : '') + 'Grey rows have fewer than ten failures and say little.' + missing(T.not_divided)),
    table(['part of the fleet', '', { name: 'failures', num: 1 }, { name: 'foretold', num: 1 }, { name: 'by ' + candidate(T.incumbent), num: 1 }, { name: 'alerts right', num: 1 }],
      rows.map(s => [words(s.name), PARTS[s.by] || s.by, count(s.events), ci(s.event_recall, percent), ci(s.incumbent_recall, percent), bare.has(s.by) ? '' : ci(s.event_precision, percent)]), rows.map(s => s.events < 10 ? 'thin' : '')));
}

/** Which sensors move the chosen model; nothing where it cannot say. */
function importance() {
  const I = M.importance;
  if (!I) return null;
  const rows = Object.entries(I.share_by_family).slice(0, 12).reverse();
  plot('plot-importance', narrow => ({
    grid: Object.assign({}, grid, { left: narrow ? 118 : 170, right: 26, top: 12 }), tooltip: Object.assign({}, tip, { formatter: p => escapeText(words(rows[p.dataIndex][0])) + '<br>' + percent(rows[p.dataIndex][1], 1) + ' of what moves the risk' }),
    xAxis: axis('share of what moves the risk', { min: 0, axisLabel: { color: '#56616b', fontSize: 11, hideOverlap: true, formatter: x => Math.round(100 * x) + ' %' } }),
    yAxis: axis('', { type: 'category', data: rows.map(r => words(r[0])), axisLabel: { color: '#56616b', fontSize: 11, width: narrow ? 110 : 160, overflow: 'truncate' } }),
    series: [{ type: 'bar', barWidth: '62%', data: rows.map(r => ({ value: r[1], itemStyle: { color: I.top.includes(r[0]) ? C.blue : C.sky } })) }],
  }));
  return el('div', { class: 'card', style: 'margin-top:1rem' }, figure('What the model looks at', 'plot-importance', '',
    'Mean size of the contributions to the risk, all features of a sensor together; the twelve greatest. '
    + (I.fitted_again ? 'Fitted again without some of the machines, ' + count(I.fitted_again) + ' times, the three greatest of either have ' + text(I.top_overlap, percent) + ' in common.' : '')));
}

/** Why parts of a kind are not shown. */
function missing(reasons) {
  return Object.entries(reasons || {}).map(([by, why]) => ' Not by ' + by + ': ' + why + '.').join('');
}

/** Which component fails, row by row. */
function components() {
  const c = M.components;
  if (!c) return null;
  return el('div', { class: 'card', style: 'margin-top:1rem' }, el('h3', {}, 'Which component fails?'),
    el('p', { class: 'caption' }, 'On every test row: none below the threshold of highest F1 on earlier data, above it the component of the mode that is named. Mean F1 over none and the components '
      + text(c.macro_f1, x => fixed(x, 3)) + ' (look ' + M.looks.count + '); before ' + plural(c.rows_of_several, 'row') + ' several failed at once, and each counts.'),
    table(['component', { name: 'rows', num: 1 }, { name: 'said', num: 1 }, { name: 'right', num: 1 }, { name: 'precision', num: 1 }, { name: 'recall', num: 1 }, { name: 'F1', num: 1 }],
      c.components.map(o => [words(o.component), count(o.rows), count(o.said), count(o.right), ci(o.precision, x => fixed(x, 3)), ci(o.recall, x => fixed(x, 3)), ci(o.f1, x => fixed(x, 3))])));
}

function otherTargets() {
  const others = M.failure_targets.filter(t => t.name !== FAIL.name).flatMap(t => [[words(t.name), t]].concat(
    Object.values((M.further_baselines || {})[t.name] || {}).filter(b => b.candidate !== 'run_to_failure').map(b => ['— ' + candidate(b.candidate) + ' at the same budget', b])));
  for (const [what, t] of [['component generations', M.new_generations], ['sites', M.new_sites], ['machines', M.new_machines]]) if (t) others.unshift(['on ' + what + ' that never trained (' + candidate(t.candidate) + ')', t]);
  if (!others.length) return null;
  return el('div', { class: 'card', style: 'margin-top:1rem' }, el('h3', {}, 'Further questions'), table(
    ['', { name: 'lead and horizon', num: 1 }, { name: 'failures', num: 1 }, { name: 'average precision', num: 1 }, { name: 'prevalence', num: 1 }, { name: 'foretold at the alert budget', num: 1 }, { name: 'alerts right', num: 1 }],
    others.map(([name, t]) => { const o = t.operating_points.alert_budget; return [name, span(t.minimum_lead_hours) + ' to ' + span(t.horizon_hours), count(t.events), ci(t.average_precision, x => fixed(x, 3)), ci(t.prevalence, x => percent(x, 2)), ci(o.event_recall, percent), ci(o.event_precision, percent)]; })));
}

/** Every trial of the search for the final model; nothing without one. */
function search() {
  if (!D.trials.length) return;
  const judged = Math.max(...D.trials.map(t => t.folds_judged));
  const first = D.trials[0];
  const windows = Math.max(...D.trials.map(t => t.windows.length));
  section('search', 'Search', 'What was tried?',
    count(D.trials.length) + ' trials for the final model, the better half of them judged on each further fold of machines left out, never on a test; the chosen one is marked and is the candidate “' + candidate('searched') + '”. Trial 1 is the standard boosted model.',
    el('div', { class: 'card' }, table([{ name: 'trial', num: 1 }, 'model', 'windows', { name: 'features kept', num: 1 }, 'fitted features', { name: 'log loss', num: 1 }, { name: 'average precision', num: 1 }, { name: 'folds judged', num: 1 }, { name: 'shrinkage', num: 1 }, { name: 'depth', num: 1 }, { name: 'weight of a leaf', num: 1 }, { name: 'rows', num: 1 }, { name: 'features a tree', num: 1 }, { name: 'bins', num: 1 }, { name: 'seconds', num: 1 }],
      D.trials.map(t => [count(t.trial), candidate(t.family), t.windows.length === windows ? 'all' : t.windows.join(', '), known(t.kept_features) ? count(t.kept_features) : 'all', t.fitted_features ? 'yes' : 'no', fixed(t.log_loss, 4), fixed(t.average_precision, 3), count(t.folds_judged), fixed(t.eta, 3), count(t.depth), fixed(t.min_child_weight, 1), percent(t.row_share), percent(t.column_share), count(t.bins), fixed(t.seconds, 1)]),
      D.trials.map(t => t.chosen ? 'us' : t.folds_judged < judged ? 'thin' : '')),
      el('p', { class: 'caption' }, 'All learned from ' + first.data_versions.join(', ') + '; training set ' + first.training_set_hash.slice(0, 12) + '. The searches before each test stand in the table trials.')));
}

function remainingLife() {
  const rul = M.rul;
  if (!rul) return;
  const R = D.evaluation.rul;
  section('life', 'Remaining life', 'How much life is left?', plural(rul.units, CYCLES ? 'unit' : 'machine') + ' judged on rows never trained on; ' + candidate(rul.candidate) + '. Capped figures count every remaining life above ' + span(rul.cap) + ' as ' + span(rul.cap) + ': far from failure there is nothing to see.',
    el('div', { class: 'grid' },
      card(7, figure('Predicted against true remaining life', 'plot-life', 'big', 'Bars are ' + percent(rul.interval_nominal) + ' intervals. Left of the diagonal is a failure expected too soon, right of it too late. True lives above the cap are drawn at the cap.')),
      card(5, el('h3', {}, 'Figures'), table(['', { name: 'value', num: 1 }], [
        ['typical error (RMSE), capped', ci(rul.rmse_capped, x => fixed(x, 1) + ' ' + rul.unit)], ['typical error (RMSE)', ci(rul.rmse, x => fixed(x, 1) + ' ' + rul.unit)],
        ['mean absolute error', ci(rul.mae, x => fixed(x, 1) + ' ' + rul.unit)], ['NASA score, mean', ci(rul.nasa_score_mean, x => fixed(x, 2))], ['NASA score, sum', ci(rul.nasa_score_sum, count)], ['NASA score, sum, capped', ci(rul.nasa_score_sum_capped, count)],
        [percent(rul.interval_nominal) + ' intervals that hold the truth', ci(rul.interval_coverage, x => percent(x, 1))], ['mean interval width', ci(rul.interval_mean_width, x => fixed(x, 1) + ' ' + rul.unit)],
        ...(rul.decision_zone ? [['mean absolute error with at most ' + span(rul.decision_zone.longest) + ' to go', ci(rul.decision_zone.mae, x => fixed(x, 1) + ' ' + rul.unit)], ['said more than ' + span(rul.decision_zone.late_by) + ' too late there', ci(rul.decision_zone.late_share, x => percent(x, 1))]] : [])]),
        el('h3', { style: 'margin-top:0.9rem' }, 'Held truth by true remaining life'), table([{ name: 'from ' + rul.unit }, { name: 'held', num: 1 }], Object.entries(R.coverage_by_band).map(([from, e]) => [from, ci(e, x => percent(x))]))),
      R.candidates.length > 1 ? card(12, el('h3', {}, 'Candidates side by side'), table(['candidate', { name: 'RMSE, capped', num: 1 }, { name: 'RMSE', num: 1 }, { name: 'mean absolute error', num: 1 }, { name: 'intervals that hold', num: 1 }, { name: 'mean width', num: 1 }],
        R.candidates.map(c => [candidate(c.candidate), ci(c.rmse_capped, x => fixed(x, 1)), ci(c.rmse, x => fixed(x, 1)), ci(c.mae, x => fixed(x, 1)), ci(c.interval_coverage, x => percent(x, 1)), ci(c.interval_mean_width, x => fixed(x, 1))]), R.candidates.map(c => c.candidate === rul.candidate ? 'us' : ''))) : null,
      (R.segments || []).length ? card(12, el('h3', {}, 'Where it is good, and where it is not'), el('p', { class: 'caption' }, 'Grey rows have fewer than ten machines and say little.' + missing(R.not_divided)), table(['part of the fleet', '', { name: CYCLES ? 'units' : 'machines', num: 1 }, { name: 'RMSE, capped', num: 1 }, { name: 'intervals that hold', num: 1 }],
        R.segments.map(s => [words(s.name), PARTS[s.by] || s.by, count(s.units), ci(s.rmse_capped, x => fixed(x, 1)), ci(s.interval_coverage, x => percent(x))]), R.segments.map(s => s.units < 10 ? 'thin' : ''))) : null));
  plot('plot-life', () => {
    const held = x => Math.min(x, rul.cap || Infinity);
    const top = nice(Math.max(...R.points.map(p => Math.max(held(p.truth), p.median))), CYCLES ? 25 : 250);
    return {
      grid: Object.assign({}, grid, { top: 14 }), tooltip: Object.assign({}, tip, { formatter: p => p.data.machine ? escapeText(p.data.machine) + '<br>true ' + span(p.data.truth) + '<br>predicted ' + span(p.value[0]) : '' }),
      xAxis: axis('predicted remaining life, ' + UNIT, { min: 0, max: top, interval: top / 5 }), yAxis: axis('true remaining life, ' + UNIT, { min: 0, max: top, interval: top / 5, nameGap: 42 }),
      series: [{ type: 'line', data: [[0, 0], [top, top]], symbol: 'none', silent: true, lineStyle: { color: C.grey, type: 'dashed', width: 1.2 } },
        { type: 'custom', clip: true, silent: true, data: R.points.filter(p => known(p.low)).map(p => [p.low, held(p.truth), p.high]), encode: { x: [0, 2], y: 1 }, renderItem: (p, api) => { const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(2), api.value(1)]); return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: C.sky, lineWidth: 2, opacity: R.points.length > 400 ? 0.12 : 0.5 } }; } },
        { type: 'scatter', symbolSize: R.points.length > 400 ? 4 : 7, itemStyle: { color: C.blue, opacity: 0.75 }, data: R.points.map(p => ({ value: [p.median, held(p.truth)], truth: p.truth, machine: p.equipment_id })) }],
    };
  });
}
