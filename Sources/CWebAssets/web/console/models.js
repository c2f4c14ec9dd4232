// The trained models: how good each was when it was made, which one answers, and the way to another.

import { h, toast } from '../dom.js';
import { call } from '../api.js';
import { number } from '../i18n.js';
import { calibrationChart } from '../charts/calibration.js';
import { lineChart } from '../charts/line.js';
import { count, head, load, nothing, percent, section, table, when } from './parts.js';

export function models(place) {
  const body = h('div');
  place.append(head('Models', 'Each was measured on events it had not seen, against the one before. A model that is promoted answers within a second; no request is dropped.'), body);
  const again = load(body, () => call('GET', 'models'), (answer) => draw(answer, act));
  const timer = setInterval(() => { if (!document.hidden && !body.matches(':focus-within, :hover')) again(true); }, 4000);

  async function act(question, method, payload, done) {
    if (!await agreed(question)) return;
    try {
      await call(method, 'models/serving', payload);
      toast(done);
    } catch (error) {
      toast(error.message);
    }
    again(true);
  }
  return () => clearInterval(timer);
}

function draw(answer, act) {
  const { models: all, serving, live, promoted } = answer;
  if (all.length === 0) return nothing('No model yet', 'Answers come from what needs no training. martlet train --data DIR learns one from the log.');
  const state = ({ version }) => [
    version === live && h('span', { class: 'tag' }, 'answers'),
    version === serving && version !== live && h('span', { class: 'tag' }, 'coming'),
    version !== serving && promoted.includes(version) && h('span', { class: 'quiet' }, 'before'),
  ].filter(Boolean);
  const promote = ({ version }) => version !== serving && h('button', {
    class: 'button small', type: 'button', 'aria-label': `Promote ${version}`,
    onclick: () => act(`Let ${version} answer?`, 'PUT', { version }, `${version} is promoted.`),
  }, 'Promote');
  return [
    table('Trained models, newest first', [
      { name: 'Model', cell: ({ version, profile }) => [h('span', { class: 'mono' }, version), ' ', h('span', { class: 'quiet' }, profile)] },
      { name: 'Made', cell: ({ created }) => h('span', { class: 'nowrap' }, when(created)) },
      { name: 'NDCG@10', isNumber: true, cell: (model) => number(model['NDCG@10'], 4) },
      { name: 'The one before', isNumber: true, cell: (model) => (model['incumbent_NDCG@10'] == null ? '' : [number(model['incumbent_NDCG@10'], 4), ' ', h('span', { class: 'quiet' }, model.incumbent ?? '')]) },
      { name: 'Events', isNumber: true, cell: ({ events }) => count(events) },
      { name: 'Trained in', isNumber: true, cell: ({ train_s: seconds }) => `${number(seconds, seconds < 10 ? 1 : 0)} s` },
      { name: 'State', isPlain: true, cell: state },
      { name: 'What can be done', isPlain: true, cell: (model) => promote(model) || '' },
    ], all.toReversed()),
    promoted.length > 0 && h('p', { class: 'state' }, h('button', {
      class: 'button small', type: 'button',
      onclick: () => act(promoted.length > 1 ? `Go back to ${promoted.at(-2)}?` : 'Answer without a trained model?', 'DELETE', undefined, 'Rolled back.'),
    }, 'Roll back')),
    all.length > 1 && section('From model to model', null, lineChart({
      title: 'NDCG@10 on held-out events', note: 'Dashed: the one before, on the same events', series: ['this model', 'the one before'], height: 220,
      data: () => all.map((model) => ({ x: Date.parse(model.created), label: when(model.created), values: [model['NDCG@10'], model['incumbent_NDCG@10']] })),
      format: (value) => number(value, 3),
    }).element),
    training(all.filter(({ curve }) => curve.length > 1).slice(-2).toReversed()),
    calibration(all.findLast((model) => model.calibration.length > 0)),
    all.some(({ heads }) => heads) && section('What its heads foretell', 'How well each model tells what comes of a visit.', table('Heads', [
      { name: 'Model', cell: ({ version }) => h('span', { class: 'mono' }, version) }, { name: 'Figures', cell: ({ heads }) => heads },
    ], all.filter(({ heads }) => heads).toReversed())),
  ];
}

/** The curves of the newest model and of the one before, by pass. */
function training(models) {
  if (models.length === 0) return null;
  const passes = Math.max(...models.map(({ curve }) => curve.at(-1).pass));
  const chart = (title, note, name, digits) => lineChart({
    title, note, series: models.map(({ version }) => version), height: 220, unit: 'pass',
    data: () => Array.from({ length: passes }, (_, index) => ({
      x: index + 1, label: String(index + 1), values: models.map(({ curve }) => curve.find(({ pass }) => pass === index + 1)?.[name]),
    })).filter(({ values }) => values.some(Number.isFinite)),
    format: (value) => (Number.isFinite(value) ? number(value, digits) : '–'),
  }).element;
  return section(
    'How training went', models.length > 1 ? 'The newest model, and dashed the one before.' : 'The newest model, by passes over the log.',
    h('div', { class: 'columns' }, chart('Loss', 'On what it learns from, in nats', 'loss', 2), chart('NDCG@10 after each look', 'On held-out events', 'NDCG@10', 4)));
}

function calibration(model) {
  if (!model) return null;
  const percentOf = (value) => percent(value, value < 0.1 ? 2 : 0);
  return section('Whether its probabilities hold', `What the heads of ${model.version} foretold of events that they had not learnt from, and what came of them. On the diagonal both agree.`, h(
    'div', { class: 'columns' }, ...model.calibration.map(({ head: name, parts }) => calibrationChart({
      title: `Leads to: ${name}`, note: 'In ten parts of as many events', names: ['foretold', 'came true'], data: () => parts, format: percentOf,
    }).element)));
}

/** Asks in a dialog; resolves to whether the answer was yes. */
function agreed(question) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog', { class: 'door', 'aria-label': question },
      h('form', { method: 'dialog' }, h('h2', {}, question), h('div', { class: 'panel-actions' }, h('button', { class: 'button main small', value: 'yes' }, 'Yes'), h('button', { class: 'button small', value: 'no' }, 'No'))));
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
