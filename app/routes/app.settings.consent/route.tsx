import { useState } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import type { FetcherWithComponents } from '@remix-run/react';
import { BlockStack, Card, Checkbox, Page, Select, Text } from '@shopify/polaris';
import { z } from 'zod';
import { consentOverridesSchema, COUNTRY_RULES, DEFAULT_RULE } from '#core/consent/index';
import type { ConsentBasis, CountryRule } from '#core/consent/index';
import { UnsavedBar, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { readJson, refuse, signedIn } from '../app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

const view = (code: string, name: string, { bases, source, sourceDate }: CountryRule) => ({
  code,
  name,
  first: bases.cart_reminder_first,
  series: bases.cart_reminder_series,
  source,
  sourceDate,
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await signedIn(request);
  const countries = Object.entries(COUNTRY_RULES)
    .map(([code, rule]) => view(code, NAMES.of(code) ?? code, rule))
    .sort((left, right) => left.name.localeCompare(right.name, 'en'));
  const home = countries.filter(({ code }) => code === shop.countryCode);
  const others = countries.filter(({ code }) => code !== shop.countryCode);
  const overrides = consentOverridesSchema.catch({}).parse(shop.settings.consentOverrides);
  return {
    // WooCommerce has a box of its own for WhatsApp, which our plugin adds.
    hasMarketingBox: shop.platform === 'shopify',
    countries: [...home, ...others],
    fallback: view('', 'All other countries', DEFAULT_RULE),
    draft: { overrides, coversWhatsApp: shop.settings.checkoutMarketingCoversWhatsApp },
  };
}

const draftSchema = z.strictObject({
  overrides: consentOverridesSchema,
  coversWhatsApp: z.boolean(),
});

export async function action({ request }: ActionFunctionArgs): Promise<SaveAnswer> {
  const { shop, services } = await signedIn(request);
  const parsed = draftSchema.safeParse(await readJson(request));
  if (!parsed.success) refuse(400, 'Not understood.');
  await services.stores.shops.saveSettings(shop.id, {
    ...shop.settings,
    consentOverrides: parsed.data.overrides,
    checkoutMarketingCoversWhatsApp: parsed.data.coversWhatsApp,
  });
  return { ok: true, said: 'Saved' };
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Draft = z.infer<typeof draftSchema>;

export default function ConsentPage() {
  const loaded = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  return <ConsentEditor key={JSON.stringify(loaded.draft)} loaded={loaded} fetcher={fetcher} />;
}

interface EditorProps {
  readonly loaded: Loaded;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

function ConsentEditor({ loaded, fetcher }: EditorProps) {
  const [draft, setDraft] = useState<Draft>(loaded.draft);
  return (
    <Page title="Consent" backAction={{ content: 'Settings', url: '/app/settings' }}>
      <UnsavedBar
        id="consent-save-bar"
        dirty={JSON.stringify(draft) !== JSON.stringify(loaded.draft)}
        saving={fetcher.state !== 'idle'}
        onSave={() => {
          fetcher.submit(draft, { method: 'post', encType: 'application/json' });
        }}
        onDiscard={() => {
          setDraft(loaded.draft);
        }}
      />
      <BlockStack gap="400">
        {loaded.hasMarketingBox ? (
          <Card>
            <Checkbox
              label="The marketing checkbox of my checkout names WhatsApp"
              helpText="Shopify’s own wording covers e-mail and SMS only. Switch this on after you have changed the wording; from then on the checkbox counts as consent to WhatsApp messages."
              checked={draft.coversWhatsApp}
              onChange={(coversWhatsApp) => {
                setDraft({ ...draft, coversWhatsApp });
              }}
            />
          </Card>
        ) : null}
        <CountryTable
          loaded={loaded}
          overrides={draft.overrides}
          onChange={(overrides) => {
            setDraft({ ...draft, overrides });
          }}
        />
      </BlockStack>
    </Page>
  );
}

const BASES: Readonly<Record<ConsentBasis, string>> = {
  none_needed_service: 'No consent needed',
  soft_opt_in_existing_customer: 'Customers, or consent',
  explicit_opt_in: 'Consent needed',
  not_possible: 'Not possible',
};

const OPTIONS = [
  { value: '', label: 'As in the table' },
  ...Object.entries(BASES).map(([value, label]) => ({ value, label })),
];

interface CountryTableProps {
  readonly loaded: Loaded;
  readonly overrides: Draft['overrides'];
  readonly onChange: (overrides: Draft['overrides']) => void;
}

function CountryTable({ loaded, overrides, onChange }: CountryTableProps) {
  const set = (code: string, basis: string): void => {
    const others = Object.entries(overrides).filter(([country]) => country !== code);
    const own = basis === '' ? [] : [[code, basis as ConsentBasis] as const];
    onChange(Object.fromEntries([...others, ...own]));
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">
          Our careful reading of each country’s rules, not legal advice. Put your own over it where
          your lawyer reads them otherwise. Whoever opted out never gets a message, whatever the
          rule.
        </Text>
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Rules by country">
          <table className="plain-table stack-table">
            <thead>
              <tr>
                <th scope="col">Country</th>
                <th scope="col">First reminder</th>
                <th scope="col">Further reminders</th>
                <th scope="col">Your own rule</th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {[...loaded.countries, loaded.fallback].map((country) => (
                <tr key={country.code}>
                  <th scope="row">{country.name}</th>
                  <td data-label="First reminder">{BASES[country.first]}</td>
                  <td data-label="Further reminders">{BASES[country.series]}</td>
                  <td data-label="Your own rule">
                    {country.code === '' ? (
                      '–'
                    ) : (
                      <Select
                        label={`Your own rule for ${country.name}`}
                        labelHidden
                        options={OPTIONS}
                        value={overrides[country.code] ?? ''}
                        onChange={(basis) => {
                          set(country.code, basis);
                        }}
                      />
                    )}
                  </td>
                  <td data-label="Source">{`${country.source} (${country.sourceDate})`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </Card>
  );
}
