// People with browsers of their own, without JavaScript, on a service whose mail is in files: what every walk needs.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const [base, folder, mailbox, manager = "manager@youth-house.example"] = process.argv.slice(2);
if (!base || !folder || !mailbox) {
  console.error("usage: node WALK.mjs BASE_URL SCREENSHOTS MAILBOX_URL [MANAGER_EMAIL]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

const faults = [];

export function check(holds, what) {
  if (!holds) faults.push(what);
}

/** A person with a browser of their own, who reads one language on one width of screen. */
export async function visitor(language, width, who) {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height: 780 },
    locale: { kk: "kk-KZ", ru: "ru-RU", en: "en-GB" }[language],
  });
  const page = await context.newPage();
  const name = `${language}-${width}-${who}`;
  let reads = language;
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/.test(message.text())) {
      // Pages that refuse are looked at on purpose.
      if (!/status of (409|422|429)/.test(message.text())) faults.push(`${name}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`${name}: ${error}`));
  page.on("request", (request) => {
    check(request.url().startsWith(base), `${name}: asks elsewhere: ${request.url()}`);
  });
  let shots = 0;
  return {
    page,
    context,
    language,
    /** By the buttons in the head of the page. */
    async speak(other) {
      reads = other;
      await page.click(`.languages button[value=${other}]`);
    },
    async look(what) {
      const { lang, wide, screen, untitled, out } = await measured(page);
      check(lang === reads, `${name}: ${what} is in ${lang}`);
      check(wide <= screen, `${name}: ${what} is ${wide} px wide on ${screen}: ${out}`);
      check(untitled === 0, `${name}: ${what} has ${untitled} fields without a label`);
      shots += 1;
      const path = join(folder, `${name}-${String(shots).padStart(2, "0")}-${what}.png`);
      await page.screenshot({ path, fullPage: true });
    },
  };
}

/** A page that was just made narrower or wider is given time to be it. Its own scripts are off; those of the test are not. */
async function measured(page) {
  let found = await measure(page);
  for (let round = 0; round < 20 && found.wide > found.screen; round += 1) {
    await page.waitForTimeout(50);
    found = await measure(page);
  }
  return found;
}

async function measure(page) {
  return page.evaluate(() => ({
    lang: document.documentElement.lang,
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
    out: [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
      .map((one) => `${one.tagName}.${one.className}`).join(" "),
    untitled: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .filter((field) => field.labels.length === 0).length,
  }));
}

/** The code of the booking or series whose page is open. */
export const coded = ({ page }) => new URL(page.url()).pathname.split("/").pop();

/** The line that says what was just done; it has the focus. */
export async function told({ page }, what) {
  check((await page.locator(".done[role=status]").count()) === 1, `${what} is told`);
  check(await page.evaluate(() => document.activeElement.classList.contains("done")), `${what} takes the focus`);
}

const used = new Set();

/** The newest code that went to an address and was not used yet, as the developer's mailbox shows it. */
async function code(context, email) {
  const page = await context.newPage();
  for (let round = 0; round < 100; round += 1) {
    await page.goto(mailbox);
    const mail = page.locator("main li", { hasText: email }).filter({ hasText: /\d{6}/ }).first();
    const link = (await mail.count()) ? await mail.locator("a").getAttribute("href") : null;
    if (link && !used.has(link)) {
      used.add(link);
      const found = (await mail.locator("a").innerText()).match(/\d{6}/);
      await page.close();
      return found[0];
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no code for ${email}`);
}

export async function signIn(person, email) {
  const { page, context } = person;
  await page.fill("#email", email);
  await person.look("sign-in");
  await page.click("main form[action='/sign-in'] button");
  await person.look("code");
  await page.fill("#code", await code(context, email));
  await page.click("form[action='/sign-in/code'] button");
}

/** The addresses of the mails to somebody, newest first, once there are so many. */
export async function mails({ page }, email, wanted) {
  let links = [];
  for (let round = 0; round < 100; round += 1) {
    await page.goto(mailbox);
    const found = page.locator("main li", { hasText: email }).locator("a");
    links = await found.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    if (links.length >= wanted) return links;
    await page.waitForTimeout(100);
  }
  faults.push(`${links.length} mails to ${email}, not ${wanted}`);
  return links;
}

/** Says what was wrong, and ends the process by it. */
export async function end() {
  await browser.close();
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? "walked through without a fault" : `${faults.length} faults`);
  process.exit(faults.length === 0 ? 0 : 1);
}
