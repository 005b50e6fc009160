import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/places.mjs';
import {
  LANGUAGES,
  binaryCatalogue,
  collectTexts,
  readCatalogue,
  scriptCatalogue,
} from './translations.mjs';
import { zipOf } from './zip.mjs';

const SOURCE = path.join(ROOT, 'woocommerce-bridge');
/** What a store gets; the rest of the folder is for us. */
const SHIPPED = ['ripresa.php', 'uninstall.php', 'readme.txt', 'src', 'assets', 'languages'];
const HANDLE = 'ripresa-screens';

/** WordPress has these in the page already, under names of its own. */
const EXTERNALS = {
  react: 'window.React',
  '@wordpress/element': 'window.wp.element',
  '@wordpress/components': 'window.wp.components',
  '@wordpress/i18n': 'window.wp.i18n',
  '@wordpress/api-fetch': 'window.wp.apiFetch',
  // WordPress before 6.6 has no runtime for JSX: an element is the same without.
  'react/jsx-runtime': `(() => {
    const make = (type, props, key) =>
      window.React.createElement(type, key === undefined ? props : { ...props, key });
    return { jsx: make, jsxs: make, Fragment: window.React.Fragment };
  })()`,
};

const fromThePage = {
  name: 'from-the-page',
  setup(build) {
    const names = Object.keys(EXTERNALS).join('|');
    build.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path: name }) => ({
      path: name,
      namespace: 'page',
    }));
    build.onLoad({ filter: /.*/, namespace: 'page' }, ({ path: name }) => ({
      contents: `module.exports = ${EXTERNALS[name]};`,
    }));
  },
};

async function bundleScreens(outfile) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join(SOURCE, 'screens/index.tsx')],
    outfile,
    bundle: true,
    minify: true,
    jsx: 'automatic',
    format: 'iife',
    target: 'es2019',
    charset: 'utf8',
    plugins: [fromThePage],
    logLevel: 'silent',
  });
}

function writeTranslations(folder) {
  const texts = collectTexts(SOURCE);
  for (const language of Object.keys(LANGUAGES)) {
    const name = path.join(folder, `ripresa-${language}`);
    const forms = readCatalogue(readFileSync(`${name}.po`, 'utf8'));
    writeFileSync(`${name}.mo`, binaryCatalogue(texts, forms, language));
    writeFileSync(`${name}-${HANDLE}.json`, scriptCatalogue(texts, forms, language));
  }
}

/** The plugin as a store installs it, as a folder and as the zip file beside it. */
export async function buildPlugin(place) {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const name of SHIPPED) {
    cpSync(path.join(SOURCE, name), path.join(place, name), { recursive: true });
  }
  writeTranslations(path.join(place, 'languages'));
  await bundleScreens(path.join(place, 'assets/screens.js'));
  writeFileSync(`${place}.zip`, zipOf(place));
}
