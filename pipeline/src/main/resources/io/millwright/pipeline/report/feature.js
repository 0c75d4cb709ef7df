'use strict';
/* One feature: what it means, how its values lie, and those of the machines that have the highest. */
const F = D.facts, DEF = F.definition, VALUES = F.values;
const OF = DEF.unit ? unit(DEF.unit) : 'value';

document.getElementById('top').append(el('p', { class: 'brand' }, 'Millwright feature'), el('h1', {}, DEF.name), el('p', { class: 'lead' }, DEF.definition));
section('meaning', 'Meaning', 'What it is made of', null,
  table(['', ''], [
    ['unit', DEF.unit ? unit(DEF.unit) : 'a pure number'], ['window', DEF.window ? DEF.window + ' before the row, the row’s own moment not included' : 'none'],
    ['table', DEF.group + ', definition version ' + DEF.version], ['made of', DEF.inputs],
    ['landing files', F.sources.length ? el('div', {}, F.sources.map(s => el('div', {}, s.name + ': ', el('code', { style: 'overflow-wrap:anywhere' }, s.path), s.column))) : 'none in this pipeline file'],
  ].concat(F.former.map(f => ['version ' + f.version, f.definition + '; values ' + f.place])).concat(DEF.reason ? [['cannot be computed', DEF.reason]] : [])));
if (F.histogram.length) {
  section('values', 'Values', 'How its values lie', count(VALUES.rows) + ' rows of the training set, ' + count(VALUES.known) + ' of them known. Half lie between ' + fixed(VALUES.q25, 3) + ' and ' + fixed(VALUES.q75, 3) + '.',
    el('div', { class: 'grid' },
      card(5, figure('All rows', 'plot-histogram', '', 'The first and the last bar hold what lies beyond them.')),
      card(7, figure('The machines with the highest values', 'plot-machines', '', ''))),
    table(['month', 'rows', 'missing', 'mean', 'least', 'greatest'], F.months.map(m => [m.month, count(m.rows), count(m.missing), fixed(m.mean, 3), fixed(m.least, 3), fixed(m.greatest, 3)])));
  plot('plot-histogram', () => ({
    grid, tooltip: Object.assign({ trigger: 'axis' }, tip), xAxis: axis(OF, { type: 'category', data: F.histogram.map(b => fixed((b.from + b.to) / 2, 2)) }), yAxis: axis('', {}),
    series: [{ name: 'rows', type: 'bar', barCategoryGap: '4%', itemStyle: { color: C.sky }, data: F.histogram.map(b => b.rows) }],
  }));
  plot('plot-machines', () => ({
    grid: Object.assign({}, grid, { top: 34 }), legend: Object.assign({}, legend, { data: F.machines.map(m => machine(m.equipment_id)) }), tooltip: Object.assign({ trigger: 'axis' }, tip, { valueFormatter: x => fixed(x, 3) }),
    xAxis: timeAxis({}), yAxis: axis('', { scale: true }),
    series: F.machines.map((m, i) => ({ name: machine(m.equipment_id), type: 'line', showSymbol: m.points.length < 2, color: [C.blue, C.orange, C.green, C.pink][i % 4], lineStyle: { width: 1.2, type: ['solid', 'dashed', 'dotted', 'solid'][i % 4] }, data: m.points.map(p => [onAxis(p.at), p.value]) })),
  }));
}
document.getElementById('foot').append(el('p', {}, 'Made from ' + D.source + ' and the tables feature_catalogue, feature_statistics and training_set.'));
finish();
