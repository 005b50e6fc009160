import { describe, expect, it } from 'vitest';
import type { ShopId, TemplateId } from '#core/kernel/ids';
import { VendorFault } from '#core/kernel/vendor-fault';
import type { Retry } from '#core/kernel/vendor-fault';
import { rewriteTemplate, STANDARD_TEMPLATES } from '#core/messaging/index';
import type { MessagingGateway, Template, TemplateWording } from '#core/messaging/index';

const NOW = new Date('2026-11-24T10:00:00Z');
const access = { phoneNumberId: '1', wabaId: '2', accessToken: 't' };
const standard = STANDARD_TEMPLATES.find(({ language }) => language === 'en')!;
const rejected: Template = {
  ...standard,
  id: 'template-1' as TemplateId,
  shopId: 'shop-1' as ShopId,
  approvedCategory: null,
  state: 'rejected',
  stateReason: 'PROMOTIONAL',
  pausedUntil: null,
  vendorId: '900',
  quality: 'UNKNOWN',
};
const wording: TemplateWording = {
  body: 'Hello {{1}}, your {{2}} is still in the cart at {{3}}. Shall we keep it for you?',
  fields: ['first_name', 'first_item', 'shop_name'],
  footer: 'Reply STOP to opt out',
  buttons: ['Back to my cart', 'Ask us'],
};

type Edit = Parameters<MessagingGateway['editTemplate']>[1];

/** One template in memory, and a vendor that takes it unless it is told otherwise. */
function lab(template: Template, refuse: () => Promise<void> = () => Promise.resolve()) {
  const saved: Template[] = [template];
  const edits: Edit[] = [];
  const told: string[] = [];
  const run = (change: Partial<TemplateWording> = {}, templateId = template.id) =>
    rewriteTemplate(
      {
        shopId: template.shopId,
        templateId,
        wording: { ...wording, ...change },
        access,
        linkBase: 'https://app.example/r/',
        now: NOW,
      },
      {
        templates: {
          byId: (_shop, id) => Promise.resolve(saved.at(-1)?.id === id ? saved.at(-1)! : null),
          save: (after) => {
            saved.push({ ...template, ...after });
            return Promise.resolve();
          },
        },
        events: {
          append: (...events) => {
            told.push(...events.map(({ type }) => type));
            return Promise.resolve();
          },
        },
        gateway: {
          editTemplate: (_access, edit) => {
            // What the vendor may approve at any moment from now on is ours already.
            expect(saved.at(-1)).toMatchObject({ state: 'pending', content: edit.content });
            edits.push(edit);
            return refuse();
          },
        },
        exampleCard: () => Promise.resolve(new Uint8Array([1])),
      },
    );
  return { run, edits, told, now: () => saved.at(-1)! };
}

const fault = (retry: Retry) => () =>
  Promise.reject(new VendorFault('no', { vendor: 'whatsapp', code: '100', retry }));

describe('writing a template anew', () => {
  it('submits it under its own name and id, with the picture and the kinds of its buttons', async () => {
    const { run, edits, told, now } = lab(rejected);
    expect(await run()).toMatchObject({ kind: 'submitted' });
    expect(edits).toMatchObject([
      {
        vendorId: '900',
        name: standard.name,
        headerExample: new Uint8Array([1]),
        content: {
          header: 'image',
          body: wording.body,
          buttons: [
            { kind: 'url', text: 'Back to my cart' },
            { kind: 'quick_reply', text: 'Ask us' },
          ],
        },
      },
    ]);
    expect(now()).toMatchObject({ id: rejected.id, state: 'pending', stateReason: null });
    expect(told).toEqual(['template.changed']);
  });

  it('submits nothing that WhatsApp would refuse', async () => {
    const { run, edits, now } = lab(rejected);
    const outcome = await run({ body: '{{1}}, come back' });
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(edits).toEqual([]);
    expect(now()).toBe(rejected);
  });

  it('spends no edit of an approved text on nothing, but submits a rejected one again', async () => {
    const { body, fields, footer, buttons } = rejected.content;
    const same = { body, fields, footer, buttons: buttons.map(({ text }) => text) };
    expect(await lab({ ...rejected, state: 'approved' }).run(same)).toEqual({ kind: 'unchanged' });
    expect(await lab(rejected).run(same)).toMatchObject({ kind: 'submitted' });
  });

  it.each(['pending', 'disabled', 'draft'] as const)('leaves a %s one alone', async (state) => {
    const { run, edits } = lab({ ...rejected, state });
    expect(await run()).toEqual({ kind: 'not_editable', state });
    expect(edits).toEqual([]);
  });

  it('knows no template of another id, and none that is deleted', async () => {
    expect(await lab(rejected).run({}, 'other' as TemplateId)).toEqual({
      kind: 'unknown_template',
    });
    expect(await lab({ ...rejected, state: 'deleted' }).run()).toEqual({
      kind: 'unknown_template',
    });
  });

  it('goes back to the old text when WhatsApp refuses the new one', async () => {
    const { run, now, told } = lab(rejected, fault('never'));
    await expect(run()).rejects.toThrow('no');
    expect(now()).toEqual(rejected);
    expect(told).toEqual([]);
  });

  it('keeps the new text back as pending when the answer was lost, for the next comparison', async () => {
    const { run, now } = lab(rejected, fault('unknown'));
    await expect(run()).rejects.toThrow('no');
    expect(now()).toMatchObject({ state: 'pending', content: { body: wording.body } });
  });
});
