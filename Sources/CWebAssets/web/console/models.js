// The trained models: how good each was when it was made, which one answers, and the way to another.

import { h, toast } from '../dom.js';
import { call } from '../api.js';
import { number, t } from '../i18n.js';
import { calibrationChart } from '../charts/calibration.js';
import { lineChart } from '../charts/line.js';
import { agreed, count, head, load, nothing, percent, refreshed, section, table, when } from './parts.js';
import { told } from './trouble.js';

const refreshMs = 4000;
const comingMs = 500;

export function models(place) {
  const body = h('div');
  place.append(head(t('Models'), t('Each was measured on events it had not seen, against the one before. A model that is promoted answers within a second; no request is dropped.')), body);
  const again = load(body, () => call('GET', 'models'), (answer) => {
    // What was promoted or taken back is on its way.
    if (answer.serving !== answer.live && body.isConnected) setTimeout(() => again(true), comingMs);
    return draw(answer, act);
  });

  async function act(question, method, payload, done) {
    if (!await agreed(question)) return;
    try {
      await call(method, 'models/serving', payload);
      toast(done);
    } catch (error) {
      toast(told(error));
    }
    again(true);
  }
  return refreshed(body, again, refreshMs);
}

function draw(answer, act) {
  const { models: all, serving, live, promoted } = answer;
  if (all.length === 0) return nothing(t('No model yet'), t('Answers come from what needs no training. martlet train --data DIR learns one from the log.'));
  const state = ({ version }) => [
    version === live && h('span', { class: 'tag' }, t('answers')),
    version === serving && version !== live && h('span', { class: 'tag' }, t('coming')),
    version !== serving && promoted.includes(version) && h('span', { class: 'quiet' }, t('before')),
  ].filter(Boolean);
  const promote = ({ version }) => version !== serving && h('button', {
    class: 'button small', type: 'button', 'aria-label': t('Promote {version}', { version }),
    onclick: () => act(t('Let {version} answer?', { version }), 'PUT', { version }, t('{version} is promoted.', { version })),
  }, t('Promote'));
  return [
    table(t('Trained models, newest first'), [
      { name: t('Model'), cell: ({ version, profile }) => [h('span', { class: 'mono' }, version), ' ', h('span', { class: 'quiet' }, profile)] },
      { name: t('Made'), cell: ({ created }) => h('span', { class: 'nowrap' }, when(created)) },
      { name: 'NDCG@10', isNumber: true, cell: (model) => number(model['NDCG@10'], 4) },
      { name: t('The one before'), isNumber: true, cell: (model) => (model['incumbent_NDCG@10'] == null ? '' : [number(model['incumbent_NDCG@10'], 4), ' ', h('span', { class: 'quiet' }, model.incumbent ?? '')]) },
      { name: t('Events'), isNumber: true, cell: ({ events }) => count(events) },
      { name: t('Trained in'), isNumber: true, cell: ({ train_s: seconds }) => t('{n} s', { n: number(seconds, seconds < 10 ? 1 : 0) }) },
      { name: t('State'), isPlain: true, cell: state },
      { name: t('What can be done'), isPlain: true, cell: (model) => promote(model) || '' },
    ], all.toReversed()),
    promoted.length > 0 && h('p', { class: 'state' }, h('button', {
      class: 'button small', type: 'button',
      onclick: () => act(promoted.length > 1 ? t('Go back to {version}?', { version: promoted.at(-2) }) : t('Answer without a trained model?'), 'DELETE', undefined, t('Rolled back.')),
    }, t('Roll back'))),
    all.length > 1 && section(t('From model to model'), null, lineChart({
      title: t('NDCG@10 on held-out events'), note: t('Dashed: the one before, on the same events'), series: [t('this model'), t('the one before')], height: 220,
      data: () => all.map((model) => ({ x: Date.parse(model.created), label: when(model.created), values: [model['NDCG@10'], model['incumbent_NDCG@10']] })),
      format: (value) => number(value, 3),
    }).element),
    training(all.filter(({ curve }) => curve.length > 1).slice(-2).toReversed()),
    calibration(all.findLast((model) => model.calibration.length > 0)),
    all.some(({ heads }) => heads) && section(t('What its heads foretell'), t('How well each model tells what comes of a visit.'), table(t('Heads'), [
      { name: t('Model'), cell: ({ version }) => h('span', { class: 'mono' }, version) }, { name: t('Figures'), cell: ({ heads }) => heads },
    ], all.filter(({ heads }) => heads).toReversed())),
  ];
}

/** The curves of the newest model and of the one before, by pass. */
function training(models) {
  if (models.length === 0) return null;
  const passes = Math.max(...models.map(({ curve }) => curve.at(-1).pass));
  const chart = (title, note, name, digits) => lineChart({
    title, note, series: models.map(({ version }) => version), height: 220, unit: t('pass'),
    data: () => Array.from({ length: passes }, (_, index) => ({
      x: index + 1, label: String(index + 1), values: models.map(({ curve }) => curve.find(({ pass }) => pass === index + 1)?.[name]),
    })).filter(({ values }) => values.some(Number.isFinite)),
    format: (value) => (Number.isFinite(value) ? number(value, digits) : '–'),
  }).element;
  return section(
    t('How training went'), models.length > 1 ? t('The newest model, and dashed the one before.') : t('The newest model, by passes over the log.'),
    h('div', { class: 'columns' }, chart(t('Loss'), t('On what it learns from, in nats'), 'loss', 2), chart(t('NDCG@10 after each look'), t('On held-out events'), 'NDCG@10', 4)));
}

function calibration(model) {
  if (!model) return null;
  const percentOf = (value) => percent(value, value < 0.1 ? 2 : 0);
  return section(t('Whether its probabilities hold'), t('What the heads of {version} foretold of events that they had not learnt from, and what came of them. On the diagonal both agree.', model), h(
    'div', { class: 'columns' }, ...model.calibration.map(({ head: name, parts }) => calibrationChart({
      title: t('Leads to: {name}', { name }), note: t('In ten parts of as many events'), names: [t('foretold'), t('came true')], data: () => parts, format: percentOf,
    }).element)));
}
