// The policy that draws what is shown: what it earns beside the ranker, what its chance costs, who let it.

import { h, toast } from '../dom.js';
import { call } from '../api.js';
import { duration, number, t } from '../i18n.js';
import { calibrationChart } from '../charts/calibration.js';
import { lineChart } from '../charts/line.js';
import { whisker } from '../charts/whisker.js';
import { placeNames } from './places.js';
import { agreed, bar, count, head, load, nothing, percent, refreshed, section, table, when } from './parts.js';
import { told } from './trouble.js';

const refreshMs = 4000;
/** An input that has moved by this many standard deviations is no longer what was learnt with. */
const shiftMuch = 2;

const armNames = () => ({ policy: t('policy'), ranker: t('ranker') });
const verdicts = () => ({ promote: t('promoted'), refuse: t('refused'), canary: t('tried on a few'), roll_back: t('rolled back') });
const judges = () => ({ gate: t('gate'), canary: t('canary'), administrator: t('administrator') });

export function policy(place) {
  const body = h('div');
  place.append(head(t('Policy'), ''), body);
  const again = load(body, () => call('GET', 'policy'), (answer) => {
    place.querySelector('.head p').textContent = sentence(answer);
    return answer.state === 'off' ? off() : draw(answer, act);
  });

  async function act(question, path, payload, done) {
    if (!await agreed(question)) return;
    try {
      await call('POST', `policy/${path}`, payload);
      toast(done);
    } catch (error) {
      toast(told(error));
    }
    again(true);
  }
  return refreshed(body, again, refreshMs);
}

const off = () => nothing(t('No policy is at work'), t('Items stand in the order of their scores. "policy": {"enabled": true} in settings.json lets one learn from what people do: first beside the answers, and in them once the gate is sure of it.'));

function sentence({ state, placements, serving, candidate, share }) {
  const told = { places: placements.map((place) => placeNames()[place] ?? place).join(t(', ')), serving, candidate, share: percent(share ?? 0, 0) };
  switch (state) {
    case 'shadow': return t('It learns from {places} and has no say yet: the ranker answers.', told);
    case 'canary': return t('{candidate} is tried on {share} of the answers of {places}.', told);
    case 'serving': return t('{serving} makes {share} of the answers of {places}; the others are the ranker’s, to compare with.', told);
    default: return '';
  }
}

function draw(answer, act) {
  return [
    facts(answer), rewards(answer), exploration(answer.exploration),
    section(t('What the gate decided'), t('A policy serves once the log, or a few people, show that it earns more; one that earns less goes by itself.'), decisions(answer.decisions)),
    versions(answer, act), drift(answer.drift), learning(answer),
  ];
}

function facts({ serving, live, candidate, share, ball, divergence, effective_sample: sample, freshness = {} }) {
  const fact = (name, value) => value != null && h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const age = (seconds) => (seconds == null ? null : duration(seconds * 1000));
  return h(
    'dl', { class: 'facts' }, fact(t('Serving'), serving ?? t('ranker')), fact(t('Learning'), live), fact(t('On trial'), candidate),
    fact(t('Share of answers'), percent(share ?? 0, 0)), fact(t('Distance from the ranker'), divergence == null ? null : t('{n} of {most} nats', { n: number(divergence, 3), most: number(ball, 2) })),
    fact(t('Effective sample'), sample == null ? null : number(sample)), fact(t('Newest event'), age(freshness.event_s)),
    fact(t('Newest reward'), age(freshness.reward_s)), fact(t('Newest weights'), age(freshness.policy_s)));
}

function rewards({ arms, over_time: periods }) {
  const isKnown = ({ answers, high }) => answers > 1 && Number.isFinite(high);
  const top = Math.max(0, ...arms.filter(isKnown).map(({ high }) => high));
  return section(t('What it earns'), t('Reward an answer, with the range that chance leaves open.'), h(
    'div', { class: 'columns' },
    periods.length > 1 ? lineChart({
      title: t('Reward over time'), note: t('Dashed: the ranker, in the same minutes'), series: [t('policy'), t('ranker')], height: 240,
      data: () => periods.map(({ from, policy: own, ranker }) => ({ x: Date.parse(from), label: when(from), values: [own?.mean, ranker?.mean], low: own?.low, high: own?.high })),
      format: reward,
    }).element : nothing(t('Too early to tell'), t('Rewards come with what people do with the answers.')),
    arms.length > 0 && table(t('Policy and ranker'), [
      { name: t('Who answers'), cell: ({ arm }) => h('span', { class: 'nowrap' }, armNames()[arm] ?? arm) },
      { name: t('Answers'), isNumber: true, cell: ({ answers }) => count(answers) },
      { name: t('Reward'), isNumber: true, cell: ({ answers, mean }) => (answers > 0 ? reward(mean) : '–') },
      { name: t('between'), isNumber: true, cell: (arm) => (isKnown(arm) ? `${reward(arm.low)} – ${reward(arm.high)}` : '') },
      { name: t('with the range that chance leaves open'), isPlain: true, cell: (arm) => (isKnown(arm) ? whisker({ ...arm, value: arm.mean }, top) : '') },
    ], arms)));
}

const reward = (value) => (Number.isFinite(value) ? number(value, 3) : '–');

function exploration(explored) {
  if (!explored) return null;
  const { share, answers, cost, low, high } = explored;
  const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const range = low == null ? t('too few to say how surely') : `${percent(low)} – ${percent(high)}`;
  return section(t('What finding out costs'), t('In a small share of answers, what hardly anybody has seen may rise by chance.'), h(
    'dl', { class: 'facts' }, fact(t('Share of answers'), percent(share)), fact(t('Answers'), count(answers)),
    fact(t('Of all reward'), cost == null ? '–' : percent(cost)), fact(t('between'), range)));
}

function decisions(all) {
  if (all.length === 0) return nothing(t('Nothing was decided yet'));
  const figure = (value, digits = 3) => (value == null ? '' : number(value, digits));
  return table(t('Decisions, newest first'), [
    { name: t('Time'), cell: ({ time }) => h('span', { class: 'nowrap' }, when(time)) },
    { name: t('Version'), cell: ({ version }) => h('span', { class: 'mono' }, version) },
    { name: t('Decision'), cell: ({ verdict }) => h('span', { class: verdict === 'promote' || verdict === 'canary' ? 'tag' : 'tag warn' }, verdicts()[verdict] ?? verdict) },
    { name: t('By'), cell: ({ by }) => h('span', { class: 'nowrap' }, judges()[by] ?? by) },
    { name: t('The one before'), isNumber: true, cell: ({ incumbent }) => figure(incumbent) },
    { name: t('This one'), isNumber: true, cell: ({ candidate }) => figure(candidate) },
    { name: t('Gain at least'), isNumber: true, cell: ({ gain_low: gain }) => figure(gain) },
    { name: t('Effective sample'), isNumber: true, cell: ({ effective_sample: sample }) => figure(sample, 0) },
    { name: t('Why'), cell: ({ reason }) => h('span', { class: 'telling' }, reason ?? '') },
  ], all);
}

function versions({ versions: all, serving }, act) {
  const promote = ({ version }) => h('button', {
    class: 'button small', type: 'button', 'aria-label': t('Promote {version}', { version }),
    onclick: () => act(t('Let {version} answer?', { version }), 'promote', { version }, t('{version} is promoted.', { version })),
  }, t('Promote'));
  const button = (name, question, path, done) => h('button', { class: 'button small', type: 'button', onclick: () => act(question, path, path === 'promote' ? {} : undefined, done) }, name);
  return section(
    t('Versions'), null,
    all.length === 0 ? nothing(t('No version yet'), t('The first is kept when the gate looks for the first time.')) : table(t('Versions, newest first'), [
      { name: t('Version'), cell: ({ version }) => h('span', { class: 'mono' }, version) },
      { name: t('Made'), cell: ({ created }) => h('span', { class: 'nowrap' }, when(created)) },
      { name: t('Learnt on from'), cell: ({ parent }) => (parent ? h('span', { class: 'mono' }, parent) : t('ranker')) },
      { name: t('Answers learnt from'), isNumber: true, cell: ({ slates }) => count(slates) },
      { name: t('Steps'), isNumber: true, cell: ({ steps }) => count(steps) },
      { name: t('What can be done'), isPlain: true, cell: (one) => (one.version === serving ? h('span', { class: 'tag' }, t('answers')) : promote(one)) },
    ], all),
    h(
      'p', { class: 'actions' }, button(t('Promote what learns now'), t('Let what learns now answer, without the gate?'), 'promote', t('What learns now answers.')),
      serving && button(t('Roll back'), t('Go back to what answered before?'), 'rollback', t('Rolled back.'))));
}

function drift(found) {
  if (!found) return null;
  const { alarms, inputs, calibration } = found;
  const most = Math.max(shiftMuch, ...inputs.map(({ shift }) => shift));
  return section(t('Whether it still fits'), t(alarms > 0 ? 'Times that people clicked less than it had foretold: {n}. It takes more steps for a while then.' : 'People do as it has learnt.', { n: count(alarms) }), h(
    'div', { class: 'columns' },
    calibration.length > 0 && calibrationChart({
      title: t('Clicks foretold and seen'), note: t('In ten parts of as many events'), names: [t('foretold'), t('came true')], format: (value) => percent(value, value < 0.1 ? 1 : 0),
      data: () => calibration.map(({ foretold, observed, shown }) => ({ foretold, observed, events: shown })),
    }).element,
    inputs.length > 0 && table(t('How far its inputs have moved'), [
      { name: t('Input'), cell: ({ input }) => input.replaceAll('_', ' ') },
      { name: t('Standard deviations'), isNumber: true, cell: ({ shift }) => number(shift, 2) },
      { name: t('As a bar'), isPlain: true, cell: ({ shift }) => bar(shift / most) },
    ], inputs)));
}

function learning({ learning: counts }) {
  if (!counts) return null;
  const { rewards: credited, ...others } = counts;
  const names = {
    slates: t('Answers learnt from'), waiting: t('Waiting for rewards'), steps: t('Steps'), refused: t('Steps refused'), lost: t('Answers not learnt from'), credited: t('Rewards'),
    duplicate: t('Sent again'), late: t('Too late'), early: t('Before their answer'), unknown: t('Of unknown answers'), not_finite: t('No numbers'), crowded_out: t('Crowded out'),
  };
  return section(t('How it learns'), null, h('dl', { class: 'facts' }, ...Object.entries({ ...others, ...credited })
    .map(([name, value]) => h('div', {}, h('dt', {}, names[name] ?? name), h('dd', {}, count(value))))));
}
