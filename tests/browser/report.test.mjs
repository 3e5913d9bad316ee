// Reports in a real Chromium: they load without a word on the console, ask for nothing, filter and highlight, run
// nothing that an article holds, and read well without script, on a phone, in the dark and on paper.
//
//   SAYSO=target/debug/sayso node --test             (.ci/browser does this)
//   SAYSO=... PICTURES=fixtures/report node --test   also takes the pictures anew

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

// The test may be run from where its packages are installed.
const root = process.env.REPORT_ROOT || resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const sayso = resolve(root, process.env.SAYSO || 'target/debug/sayso');
const place = mkdtempSync(join(tmpdir(), 'sayso-browser-'));
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const filmOut = join(root, 'fixtures/film-out');
let browser;
let main;

before(async () => {
  main = report('main', filmOut);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });
});
after(async () => {
  await browser?.close();
  rmSync(place, { recursive: true, force: true });
});

/** Writes the report of some paths and gives its address. */
function report(name, ...paths) {
  const file = join(place, name, 'report.html');
  execFileSync(sayso, ['run', ...paths, '--report', file, '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return pathToFileURL(file).href;
}

/** A folder with these files. */
function folder(name, files) {
  const path = join(place, `${name}-articles`);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

/** Opens a page and gathers all that should not happen: words on the console, errors, requests, dialogs. */
async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('console', (message) => page.faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => page.faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    page.faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) page.faults.push(`request: ${request.url().slice(0, 80)}`);
  });
  await page.goto(address);
  return page;
}

async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Clears the filter; the page looks at its form only when the browser has emptied it. */
async function clear(page) {
  await page.click('#filter button');
  await page.waitForFunction(() => !document.body.classList.contains('filtered'));
}

const visible = (page, selector) => page.locator(`${selector}:visible`).count();

test('a report loads in silence, and style and script are let in', async () => {
  const page = await open(main);
  assert.match(await page.title(), /^4 articles, \d+ conflicts$/);
  assert.equal(await visible(page, '#filter'), 1, 'the script runs');
  assert.equal(await page.locator('header.bar').evaluate((bar) => getComputedStyle(bar).position), 'sticky', 'the style holds');
  assert.ok(await visible(page, '.conflict') > 8);
  assert.ok(await visible(page, '.article') === 4);
  assert.ok(await page.locator('.furniture').count() > 0 && await page.locator('.text [lang=ja]').count() > 0);
  await close(page);
});

test('the filter shows what fits by subject, predicate, kind of conflict and site', async () => {
  const articles = folder('sites', {
    'a.json': JSON.stringify({ title: 'One', text: 'The film ‘Signal’ will open in Japan on April 2, 2021.', url: 'https://reel.example/1' }),
    'b.json': JSON.stringify({ title: 'Two', text: 'The film ‘Signal’ will open in Japan on April 9, 2021.', url: 'https://www.stage.example/2' }),
  });
  const page = await open(report('filter', filmOut, articles));
  const all = await visible(page, '.conflict');
  const shown = () => page.locator('#shown').textContent();

  await page.fill('#by-name', 'film out');
  const names = await page.locator('.conflict:visible h3').allTextContents();
  assert.ok(names.length > 0 && names.length < all && names.every((name) => /film out/i.test(name)), names.join());
  assert.match(await shown(), new RegExp(`^${names.length} of ${all} conflicts`));
  assert.ok((await page.locator('.subject:visible h3').allTextContents()).every((name) => /film out/i.test(name)));
  await clear(page);
  assert.equal(await visible(page, '.conflict'), all);
  assert.equal(await shown(), '');

  await page.selectOption('#by-predicate', 'release_date');
  const predicates = await page.locator('table.facts tr[data-n]:visible th').allTextContents();
  assert.ok(predicates.length > 1 && predicates.every((name) => name === 'release date'), predicates.join());
  await page.keyboard.press('Escape');
  await clear(page);

  await page.click('[data-kind=precision]');
  assert.equal(await page.inputValue('#by-kind'), 'precision');
  assert.deepEqual([...new Set(await page.locator('.conflict:visible .what').allTextContents())], ['precision']);
  await clear(page);

  await page.selectOption('#by-site', { label: 'stage.example (1)' });
  assert.equal(await visible(page, '.article'), 1);
  assert.ok(await visible(page, '.conflict') >= 1);
  await page.fill('#by-name', 'nobody of this name');
  assert.equal(await visible(page, '.conflict') + await visible(page, '.subject') + await visible(page, '.article'), 0);
  assert.match(await shown(), /^0 of/);
  await close(page);
});

test('pointing at or focusing a claim shows its passage, and the other way round', async () => {
  const page = await open(main);
  const passage = page.locator('.ev[id]').nth(2);
  const claims = page.locator(`[id="${await passage.getAttribute('id')}-claims"]`);
  const lit = async () => [await passage, await claims].map((one) => one.evaluate((element) => element.classList.contains('lit')));
  const both = async () => Promise.all(await lit());

  await passage.hover();
  assert.deepEqual(await both(), [true, true]);
  await page.mouse.move(5, 5);
  assert.deepEqual(await both(), [false, false]);
  await claims.hover();
  assert.deepEqual(await both(), [true, true]);
  await page.mouse.move(5, 5);
  await claims.locator('a').first().focus();
  assert.deepEqual(await both(), [true, true]);
  await page.locator('#by-name').focus();
  await passage.locator('a.n').focus();
  assert.deepEqual(await both(), [true, true]);
  await close(page);
});

test('a conflict leads to the passage it quotes', async () => {
  const page = await open(main);
  const link = page.locator('.conflict figcaption a').first();
  const target = (await link.getAttribute('href')).slice(1);
  await link.click();
  assert.equal(await page.locator(`[id="${target}"]`).evaluate((element) => element.matches(':target')), true);
  const box = await page.locator(`[id="${target}"]`).boundingBox();
  assert.ok(box.y > 60 && box.y < 900, `it is in sight, below the bar: ${box.y}`);
  await close(page);
});

test('what articles hold stays text', async () => {
  const hostile = [
    '<script>window.ran = 1; alert(1)</script>',
    '</style><style>body{display:none}</style>',
    '"><img src=x onerror="window.ran = 1">',
    "' autofocus onfocus='window.ran = 1",
    '</title></p></article><svg onload="window.ran = 1"><iframe src="data:text/html,<script>alert(1)</script>">',
    '<a href="javascript:window.ran = 1">x</a><base href="https://example.org/"><form action="https://example.org">',
    '<meta http-equiv=refresh content="0;url=https://example.org"><link rel=stylesheet href="https://example.org/x.css">',
    '\u202egnp.exe\u2066 \u0000\u001b[31m',
    '}</style><!-- </script --><![CDATA[ @import url(https://example.org/x.css); body{background:url(https://example.org/x)}',
  ];
  const files = {};
  hostile.forEach((text, number) => {
    const story = (day) => `The film ‘Signal’ will open in Japan on April ${day}, 2021.\n\n${text}\n\n“${text},” said singer ${text}. The film ‘${text}’ will open on April ${day}, 2021.`;
    const meta = { title: text, url: text, site: text, authors: [text] };
    files[`${number}.json`] = JSON.stringify({ ...meta, text: story(2) });
    files[`${text.replace(/[/\0]/g, '|')}.txt`] = story(9);
  });
  const page = await open(report('hostile', folder('hostile', files)));
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.deepEqual(await page.evaluate(() => ['img', 'iframe', 'base', 'link', 'object', 'embed', 'form[action]']
    .filter((name) => document.querySelector(name))), []);
  assert.deepEqual(await page.evaluate(() => [document.scripts.length, document.styleSheets.length]), [1, 1]);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('*')]
    .flatMap((element) => element.getAttributeNames().filter((name) => /^(on|style|src)/.test(name)))), []);
  assert.ok(await visible(page, '.conflict') > 0);
  assert.ok((await page.locator('main').textContent()).includes('window.ran = 1; alert(1)'));
  // What the policy would stop if a template ever failed.
  const stopped = await page.evaluate(() => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ran = 1';
    document.body.append(script);
    setTimeout(() => done('nothing'), 2000);
  }));
  assert.match(stopped, /^script-src/);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  page.faults = page.faults.filter((fault) => !/Content Security Policy/.test(fault));
  await close(page);
});

test('without script everything is there but the filter', async () => {
  const page = await open(main, { javaScriptEnabled: false });
  assert.equal(await visible(page, '#filter'), 0);
  assert.ok(await visible(page, '.conflict') > 8 && await visible(page, '.text') === 4 && await visible(page, '.timeline') > 3);
  await page.locator('a.n').first().click();
  assert.equal(await page.locator('.claimed:target').count(), 1);
  await close(page);
});

test('the keyboard reaches everything, in order', async () => {
  const page = await open(main);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'by-name');
  await page.keyboard.type('signal');
  assert.notEqual(await page.locator('#shown').textContent(), '');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('#by-name'), '');
  const levels = await page.evaluate(() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => +heading.tagName[1]));
  assert.equal(levels.filter((level) => level === 1).length, 1);
  levels.reduce((above, level) => (assert.ok(level <= above + 1, `h${level} follows h${above}`), level));
  const nameless = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((one) => !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length)).map((one) => one.outerHTML));
  assert.deepEqual(nameless, []);
  await close(page);
});

for (const colorScheme of ['light', 'dark']) {
  test(`text is told from its ground (${colorScheme})`, async () => {
    const page = await open(main, { colorScheme });
    const faint = await page.evaluate(() => {
      const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const pixels = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data;
      };
      const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
      const ground = (element) => {
        for (let one = element; one; one = one.parentElement) {
          const color = pixels(getComputedStyle(one).backgroundColor);
          if (color[3] > 0) return color;
        }
        return [255, 255, 255, 255];
      };
      const seen = new Map();
      for (const element of document.querySelectorAll('body *')) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!own || !element.checkVisibility() || element.closest('svg, option')) continue;
        const [a, b] = [light(pixels(getComputedStyle(element).color)), light(ground(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) seen.set(`${element.tagName}.${element.className}`, ratio.toFixed(2));
      }
      return [...seen];
    });
    assert.deepEqual(faint, []);
    await close(page);
  });
}

test('nothing runs out of a window, wide or narrow', async () => {
  const page = await open(main);
  for (const width of [320, 390, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }
  await close(page);
});

test('on paper there is no bar and everything is unfolded', async () => {
  const page = await open(main);
  await page.evaluate(() => document.querySelectorAll('.article details').forEach((fold) => { fold.open = false; }));
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.equal(await visible(page, 'header.bar'), 0);
  assert.equal(await visible(page, '.text'), 4);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await visible(page, '.text'), 0);
  await close(page);
});

test('many articles: a main page and parts that lead to each other', async () => {
  const files = {};
  for (let number = 0; number < 301; number += 1) {
    files[`${String(number).padStart(3, '0')}.txt`] = `The film ‘Signal’ will open in Japan on April ${number % 28 + 1}, 2021.`;
  }
  const page = await open(report('many', folder('many', files)));
  assert.equal(await visible(page, '#articles .lines li'), 301);
  await page.locator('#articles .lines a').nth(123).click();
  assert.match(page.url(), /report-files\/[0-9a-f]{16}\/articles-4\.html#a/);
  assert.equal(await page.locator('.article:target .text:visible').count(), 1, 'the article is unfolded');
  await page.locator('.article:target .contest').first().click();
  assert.match(page.url(), /conflicts-1\.html#conflict-/);
  await page.locator('header.bar nav a', { hasText: 'Subjects' }).click();
  assert.match(page.url(), /report\.html#subjects$/);
  assert.equal(readdirSync(join(place, 'many')).sort().join(), 'report-files,report.html');
  await close(page);
});

test('pictures', { skip: !process.env.PICTURES }, async () => {
  const to = (name) => resolve(root, process.env.PICTURES, `${name}.png`);
  mkdirSync(resolve(root, process.env.PICTURES), { recursive: true });
  const page = await open(main, { viewport: { width: 1200, height: 720 } });
  const shoot = async (name, selector) => {
    await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
    await page.mouse.move(2, 400);
    await page.screenshot({ path: to(name) });
  };
  await shoot('overview', 'body');
  await shoot('conflict', '#conflicts');
  await page.locator('.article', { hasText: 'encorepost' }).evaluate((element) => element.scrollIntoView());
  await page.locator('.article', { hasText: 'encorepost' }).locator('p .ev').first().hover();
  await page.screenshot({ path: to('article') });
  await close(page);
});
