/* The morning, the fleet's health, and the whole work list. */
const W = D.worklist;
const TIERS = ['high', 'medium', 'low', 'info'];
const TIER_MARK = { high: '▲ high', medium: '◆ medium', low: '● low', info: '○ info' };

function tierTag(tier) { return el('span', { class: 'tag ' + tier }, TIER_MARK[tier] || tier); }
function statusTag(status) {
  const kind = { new: 'low', worsened: 'high', 'already planned': 'good', cleared: 'good' }[status] || 'info';
  return el('span', { class: 'tag ' + kind }, status);
}

function header() {
  const fleet = D.fleet;
  document.getElementById('top').append(
    el('p', { class: 'brand' }, 'Millwright maintenance report'),
    el('h1', {}, D.title),
    el('p', { class: 'lead' }, W ? 'As of ' + momentOf(W.as_of) + (CYCLES ? '' : ' ' + new Date(W.as_of).getUTCFullYear() + ' UTC') + ' · ' : '',
      plural(fleet.machines, 'machine') + ' at ' + plural(fleet.sites, 'site') + ', readings from ' + dateOf(fleet.from) + ' to ' + dateOf(fleet.to)
      + (CYCLES ? '' : ' · all times UTC')));
}

function morning() {
  if (!W) {
    section('today', 'Today', 'This morning', null, el('div', { class: 'card' }, 'No work list yet: run ./millwright score first.'));
    return;
  }
  const todo = W.rows.filter(r => r.decision === 'do');
  const left = W.rows.filter(r => r.decision === 'left undone');
  const planned = W.rows.filter(r => r.decision === 'already planned');
  const high = todo.filter(r => r.tier === 'high').length;
  const hours = todo.reduce((sum, r) => sum + (r.crew_hours || 0), 0);
  const saving = todo.reduce((sum, r) => sum + (r.expected_saving || 0), 0);
  const sick = W.health.filter(h => h.health < 50).length;
  const sentence = todo.length === 0
    ? (known(W.threshold) ? 'Nothing to plan this morning: no machine is worth a job at today’s risk.' : 'Nothing is listed: on past data no alert of this model was worth its cost.')
    : plural(todo.length, 'job') + ' to plan this morning' + (high ? ', ' + (high === todo.length ? (high === 1 ? 'and it is' : 'all of them') : high + ' of them') + ' urgent' : '') + '.';
  const more = [];
  if (left.length) more.push(plural(left.length, 'further job') + ' worth doing ' + (left.length === 1 ? 'does' : 'do') + ' not fit into the crews’ hours.');
  if (planned.length) more.push(plural(planned.length, 'component') + ' at risk already ' + (planned.length === 1 ? 'has' : 'have') + ' an order.');
  more.push('“Risk” is the chance of a failure ' + (W.minimum_lead_hours ? 'between ' + span(W.minimum_lead_hours) + ' and ' + span(W.horizon_hours) + ' from now.' : 'within ' + span(W.horizon_hours) + '.'));
  section('today', 'Today', 'This morning', null, el('div', { class: 'card morning' },
    el('p', { class: 'sentence' }, sentence),
    el('p', { class: 'lead' }, more.join(' ')),
    el('div', { class: 'facts' },
      fact(money(saving), todo.length === 1 ? 'expected saving if it is done in time' : 'expected saving if all are done in time'),
      fact(fixed(hours, 0) + ' h', 'crew hours needed, of ' + fixed(W.sites.reduce((sum, x) => sum + x.crew_hours, 0), 0) + ' that standing orders leave'),
      fact(sick + ' of ' + W.health.length, 'machines below health 50 (100 is as new)'),
      fact('version ' + W.model_version, 'of the model, ' + candidate(W.candidate) + (W.promoted ? ', the champion' : ', not promoted'))),
    W.promoted ? null : notPromoted()),
    todo.length ? el('div', { class: 'card', style: 'padding:0;margin-top:1rem' }, el('ol', { class: 'jobs' }, todo.slice(0, 5).map(job))) : null,
    todo.length > 5 ? el('p', { class: 'caption' }, el('a', { href: '#worklist' }, 'All ' + todo.length + ' jobs, and what was left undone, below.')) : null);
}

function notPromoted() {
  if (W.waits) return el('div', { class: 'note' }, el('b', {}, 'The model behind this list waits for a person. '),
    'The promotion rule has no objection to version ' + W.model_version + ', and promotion is manual: read its card, then ',
    el('code', {}, './millwright models approve ' + W.model_version + ' --reason "..."'), ' and ', el('code', {}, './millwright promote'), '.');
  const reasons = D.metrics.champion.reasons || [];
  return el('div', { class: 'note' }, el('b', {}, 'Take this list as a candidate’s opinion. '),
    'What the promotion rule has against its model in the place of ' + (candidate(D.metrics.champion.incumbent) || 'today’s policy') + ':',
    el('ul', {}, reasons.map(r => el('li', {}, r))));
}

function job(r) {
  const scale = Math.max(r.rul_high_h || 0, r.horizon_h || 0, 1);
  const at = x => Math.max(0, Math.min(100, 100 * x / scale));
  return el('li', { class: 'job' },
    el('div', { class: 'rank' }, r.rank ? r.rank : '·'),
    el('div', {},
      el('div', { class: 'title' }, tierTag(r.tier), statusTag(r.status), machine(r.equipment_id), el('small', {}, ' ' + [words(r.component), words(r.type), r.site].filter(Boolean).join(' · '))),
      r.decision === 'cleared' ? el('p', { class: 'action' }, 'On the last list, below the threshold now.')
        : r.decision === 'unusual' ? el('p', { class: 'action' }, 'No failure is foretold of it, but it does not behave as it used to: worth a look by whoever is near.')
        : r.decision === 'no readings' ? el('p', { class: 'action' }, 'It sends nothing, so nothing is foretold of it: look for the gateway, or take the machine out of the fleet.') : el('p', { class: 'action' }, el('b', {}, r.action ? r.action.charAt(0).toUpperCase() + r.action.slice(1) : 'Inspect'),
        r.mode ? ' – suspected ' + words(r.mode) : '', r.parts ? '. Parts: ' + r.parts + (r.parts_lead_h ? ' (' + span(r.parts_lead_h) + ' to deliver' + (known(r.rul_low_h) && known(r.rul_high_h) ? ', needed between ' + span(r.rul_low_h) + ' and ' + span(r.rul_high_h) + ' from now' : '') + ')' : '') : '', '.'),
      r.reasons.length ? el('ul', { class: 'reasons' }, r.reasons.map(x => el('li', {}, unit(x)))) : null),
    r.decision === 'no readings' || r.decision === 'unusual' ? null : el('dl', { class: 'when' },
      el('div', {}, el('dt', {}, 'do it'), el('dd', {}, el('b', {}, r.slot ? momentOf(r.slot) : r.decision === 'already planned' ? 'ordered already' : r.decision === 'left undone' ? 'no crew hours left' : r.decision === 'cleared' ? 'nothing any more' : 'wait'),
        r.latest_start ? ', at the latest ' + momentOf(r.latest_start) : '')),
      el('div', {}, el('dt', {}, 'risk and time left'), el('dd', {}, el('b', {}, chance(r.p_fail)), ' in ' + span(r.horizon_h),
        known(r.rul_low_h) && known(r.rul_high_h) ? [el('div', { class: 'range', title: 'remaining life ' + spanRange(r.rul_low_h, r.rul_high_h) },
          el('i', { style: 'left:' + at(r.rul_low_h) + '%;width:' + Math.max(1, at(r.rul_high_h) - at(r.rul_low_h)) + '%' }),
          el('u', { style: 'left:' + at(r.rul_median_h) + '%' })), spanRange(r.rul_low_h, r.rul_high_h)] : null)),
      r.decision === 'cleared' ? null : el('div', {}, el('dt', {}, 'work and worth'), el('dd', {}, fixed(r.crew_hours, 1) + ' crew hours, saves ', el('b', {}, money(r.expected_saving)))),
      el('div', {}, el('dt', {}, 'health'), el('dd', {}, count(r.health) + ' of 100'))));
}

function fleetHealth() {
  if (!W || !W.health.length) return;
  section('fleet', 'Fleet', 'Fleet health', 'Each dot is a machine: 100 is as new, 0 is failing. A machine is as healthy as its weakest component.',
    el('div', { class: 'grid' },
      card(7, figure('Health of every machine by type', 'plot-health', '', 'Hover for the machine. Colour and shape tell the sites apart.')),
      card(5, figure('Machines by site and health', 'plot-sites', '', 'Bands of health: below 25, 25 to 50, 50 to 75, above 75.')),
      W.risks.length ? card(12, el('h3', {}, 'Risk of lines, sites and the fleet'), riskTable()) : null));
  const sites = [...new Set(W.health.map(h => h.site))].sort();
  const types = [...new Set(W.health.map(h => h.type))].sort();
  const shapes = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'];
  const colours = [C.blue, C.orange, C.green, C.red, C.pink, C.sky];
  plot('plot-health', narrow => ({
    grid: Object.assign({}, grid, { left: narrow ? 86 : 110, top: 34 }), legend: Object.assign({}, legend, { data: sites.slice(0, 12) }),
    tooltip: Object.assign({}, tip, { formatter: p => p.data.label }),
    xAxis: axis('health, 0 to 100', { min: 0, max: 100 }), yAxis: axis('', { type: 'category', data: types.map(words), axisLabel: { color: '#56616b', fontSize: 11, width: narrow ? 78 : 100, overflow: 'truncate' } }),
    series: sites.map((site, s) => ({
      name: site, type: 'scatter', symbol: shapes[s % 6], symbolSize: 10, itemStyle: { color: colours[s % 6], opacity: 0.8 },
      data: W.health.filter(h => h.site === site).map((h, i) => ({ value: [h.health, types.indexOf(h.type)], symbolOffset: [0, ((i * 7 + s * 5) % 13 - 6) * 3],
        label: undefined, name: h.equipment_id, tooltip: { formatter: () => escapeText(h.equipment_id) + '<br>health ' + count(h.health) + ' of 100, weakest: ' + escapeText(words(h.weakest_component)) + '<br>risk ' + chance(h.p_fail) } })),
    })),
  }));
  const bands = [['below 25', 0, 25, C.red], ['25 to 50', 25, 50, C.orange], ['50 to 75', 50, 75, C.sky], ['above 75', 75, 101, C.green]];
  plot('plot-sites', narrow => ({
    grid: Object.assign({}, grid, { left: narrow ? 66 : 84, top: 34 }), legend, tooltip: Object.assign({ trigger: 'axis', axisPointer: { type: 'shadow' } }, tip),
    xAxis: axis('machines', { minInterval: 1 }), yAxis: axis('', { type: 'category', data: sites }),
    series: bands.map(b => ({ name: b[0], type: 'bar', stack: 'all', barMaxWidth: 26, itemStyle: { color: b[3], borderColor: '#fff', borderWidth: 1 },
      data: sites.map(site => W.health.filter(h => h.site === site && h.health >= b[1] && h.health < b[2]).length) })),
  }));
}

/* The fleet, every site, and the lines most at risk. */
function riskTable() {
  const name = { fleet: r => 'the fleet', site: r => 'site ' + r.site, system: r => 'line ' + r.system + (r.site ? ', ' + r.site : '') };
  const lines = W.risks.filter(r => r.level === 'system').sort((a, b) => b.p_fail - a.p_fail);
  const rows = [...W.risks.filter(r => r.level === 'fleet'), ...W.risks.filter(r => r.level === 'site'), ...lines.slice(0, 8)];
  return [table(['what', { name: 'machines', num: 1 }, { name: 'any of them fails', num: 1 }, { name: 'failures expected', num: 1 }],
    rows.map(r => [name[r.level](r), count(r.machines), chance(r.p_fail), fixed(r.expected_machines, 2)])),
  el('p', { class: 'caption' }, 'Within ' + span(W.horizon_hours) + ', as if machines failed independently of each other' + (lines.length > 8 ? '; of ' + lines.length + ' lines the 8 most at risk, the others in the table risks' : '') + '.')];
}

function workList() {
  if (!W) return;
  const groups = [['do', 'To do, in this order'], ['left undone', 'Worth doing, left undone for lack of crew hours'], ['already planned', 'Already planned: an order is open or scheduled'], ['watch', 'Alerts not worth an hour yet'], ['cleared', 'Cleared since the last list'], ['unusual', 'Unusual, though no failure is foretold'], ['no readings', 'No readings, so not judged']];
  const body = el('div', {});
  const site = el('select', { 'aria-label': 'site', onchange: show }, el('option', { value: '' }, 'all sites'), [...new Set(W.rows.map(r => r.site))].sort().map(s => el('option', { value: s }, s)));
  function show() {
    body.replaceChildren();
    for (const [decision, title] of groups) {
      const rows = W.rows.filter(r => r.decision === decision && (!site.value || r.site === site.value));
      if (!rows.length) continue;
      const list = el('ol', { class: 'jobs' }, rows.slice(0, 60).map(job));
      body.append(el('h3', { style: 'margin-top:1rem' }, title + ' (' + rows.length + ')'),
        el('div', { class: 'card', style: 'padding:0;margin-top:0.4rem' }, list),
        rows.length > 60 ? el('p', { class: 'caption' }, 'The first 60 of ' + rows.length + '; all stand in worklist.csv.') : '');
    }
    if (!body.children.length) body.append(el('div', { class: 'card' }, 'Nothing on the list here.'));
  }
  section('worklist', 'Work list', 'Work list', 'Ranked by expected saving per crew hour within each site’s hours. Latest start leaves time before the lower end of the remaining life; the slot is the next stretch of low planned load.',
    el('div', { class: 'controls' }, 'Show', site, el('span', {}, 'target: ' + words(W.target))), body,
    W.sites.length ? el('div', { class: 'card', style: 'margin-top:1rem' }, el('h3', {}, 'Crew hours by site'), table(
      ['site', { name: 'available, h', num: 1 }, { name: 'given to jobs, h', num: 1 }, { name: 'missing for what was left undone, h', num: 1 }],
      W.sites.map(s => [s.site, fixed(s.crew_hours, 1), fixed(s.planned, 1), s.left_undone > 0 ? el('b', {}, fixed(s.left_undone, 1)) : '0']))) : null);
  show();
}
