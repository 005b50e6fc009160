import { read, send, when } from './calls.js';

const clock = document.querySelector('#clock');
const due = document.querySelector('#due');
const forward = document.querySelector('#forward');
const WORDS = {
  inactivity: 'to the next due step',
  step: 'to the next due step,',
  send: 'to the next message,',
};

let offsetMs = 0;
let moving = false;

function tick() {
  const now = Date.now() + offsetMs;
  clock.textContent = when(now, 'clock');
  clock.dateTime = new Date(now).toISOString();
}

function showDue(next) {
  const isDue = typeof next?.dueAt === 'string';
  forward.disabled = moving || !isDue;
  if (moving) due.textContent = 'working …';
  else if (!isDue) due.textContent = 'nothing is due yet';
  else if (next.what === 'inactivity') due.textContent = WORDS.inactivity;
  else due.textContent = `${WORDS[next.what] ?? 'to what is due next,'} ${when(next.dueAt, 'due')}`;
}

function showHints(progress) {
  let isNext = true;
  for (const hint of document.querySelectorAll('#hints li')) {
    const isDone = progress?.[hint.dataset.step] === true;
    hint.classList.toggle('done', isDone);
    if (!isDone && isNext) hint.setAttribute('aria-current', 'step');
    else hint.removeAttribute('aria-current');
    if (!isDone) isNext = false;
  }
}

export async function refreshTime() {
  const [now, next, progress] = await Promise.all([read('clock'), read('due'), read('progress')]);
  if (now !== null) offsetMs = Date.parse(now.now) - Date.now();
  tick();
  showDue(next);
  showHints(progress);
}

async function fastForward() {
  moving = true;
  showDue(null);
  await send('fast-forward');
  moving = false;
  await refreshTime();
}

export function startTime() {
  forward.addEventListener('click', () => void fastForward());
  window.setInterval(tick, 1000);
  tick();
}
