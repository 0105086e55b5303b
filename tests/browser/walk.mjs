// Walks the whole main job in a real browser without JavaScript: node walk.mjs BASE_URL SCREENSHOTS [MANAGER_EMAIL]
//
// The service runs on this machine with its mail in files, and the manager manages the Youth House.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [base, folder, manager = "manager@youth-house.example"] = process.argv.slice(2);
if (!base || !folder) {
  console.error("usage: node walk.mjs BASE_URL SCREENSHOTS [MANAGER_EMAIL]");
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

function check(holds, what) {
  if (!holds) faults.push(what);
}

/** A person with a browser of their own, who reads one language on one width of screen. */
async function visitor(language, width, who) {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height: 780 },
    locale: { kk: "kk-KZ", ru: "ru-RU", en: "en-GB" }[language],
  });
  const page = await context.newPage();
  const name = `${language}-${width}-${who}`;
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
    async look(what) {
      const { lang, wide, screen, untitled } = await measured(page);
      check(lang === language, `${name}: ${what} is in ${lang}`);
      check(wide <= screen, `${name}: ${what} is ${wide} px wide on ${screen}`);
      check(untitled === 0, `${name}: ${what} has ${untitled} fields without a label`);
      shots += 1;
      const path = join(folder, `${name}-${String(shots).padStart(2, "0")}-${what}.png`);
      await page.screenshot({ path, fullPage: true });
    },
  };
}

/** Scripts of the page are off; those of the test are not. */
async function measured(page) {
  return page.evaluate(() => ({
    lang: document.documentElement.lang,
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
    untitled: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .filter((field) => field.labels.length === 0).length,
  }));
}

const used = new Set();

/** The newest code that went to an address and was not used yet, as the developer's mailbox shows it. */
async function code(context, email) {
  const page = await context.newPage();
  for (let round = 0; round < 100; round += 1) {
    await page.goto(`${base}/dev/mail`);
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

async function signIn(person, email) {
  const { page, context } = person;
  await page.fill("#email", email);
  await person.look("sign-in");
  await page.click("main form[action='/sign-in'] button");
  await person.look("code");
  await page.fill("#code", await code(context, email));
  await page.click("form[action='/sign-in/code'] button");
}

/** From the front page to a sent request; leaves its page open. */
async function ask(person, email, slot) {
  const { page } = person;
  await page.goto(base);
  await person.look("venues");
  await page.click("a[href='/venues/youth-house']");
  await person.look("venue");
  await page.click("a[href='/venues/youth-house/dance-studio']");
  for (let week = 0; week < 3; week += 1) await page.click("a[rel=next]");
  await person.look("week");
  const free = page.locator("td.free a");
  check((await free.count()) > 20, "a week three weeks ahead has free cells");
  check(/\d/.test(await free.first().innerText()), "a free cell has its full name");
  await free.nth(slot).click();
  await person.look("form");
  await page.fill("#attendees", "500");
  await page.click("form#form button.main");
  await person.look("form-refused");
  check((await page.locator(".summary a[href='#attendees']").count()) === 1, "the summary leads to the field");
  await page.fill("#title", "Домбыра үйірмесі");
  await page.fill("#attendees", "12");
  await page.fill("#name", "Әсел Серікқызы");
  await page.fill("#phone", "8 701 123 45 67");
  await page.fill("#note", "Қоңыраудан кейін келеміз");
  await page.click("form#form button.main");
  await signIn(person, email);
  check((await page.inputValue("#title")) === "Домбыра үйірмесі", "the form is as it was left");
  await person.look("form-again");
  await page.click("form#form button.main");
  await person.look("sent");
  return page.url().split("/").pop();
}

async function answer(person, booking) {
  const { page } = person;
  await page.goto(`${base}/sign-in?next=/manage`);
  await signIn(person, manager);
  await person.look("manage");
  await page.click("a[href='/manage/youth-house']");
  await person.look("queue");
  await page.click(`form[action='/bookings/${booking}/approve'] button`);
  check(page.url() === `${base}/manage/youth-house`, "back in the queue");
  await page.goto(`${base}/bookings/${booking}`);
  await person.look("approved");
  await page.goto(`${base}/manage/youth-house/day`);
  await person.look("day");
}

async function ticket(person, booking, email) {
  const { page } = person;
  await page.goto(`${base}/bookings`);
  await person.look("mine");
  await page.click(`a[href='/bookings/${booking}']`);
  check((await page.locator(".ticket .code").innerText()) === booking, "the ticket has its code");
  await person.look("ticket");
  for (let round = 0; round < 100; round += 1) {
    await page.goto(`${base}/dev/mail`);
    const mails = page.locator("main li", { hasText: email });
    if ((await mails.count()) >= 3) break;
    await page.waitForTimeout(100);
  }
  await page.locator("main li", { hasText: email }).first().locator("a").click();
  check((await page.locator("pre").innerText()).includes(booking), "the mail names the booking");
  await person.look("mail");
}

// One code a minute for one mailbox and browser, so each walk has people of its own but one manager.
let slot = 0;
for (const width of [360, 1280]) {
  for (const language of ["kk", "ru", "en"]) {
    const email = `walk-${language}-${width}-${Date.now()}@qanat.example`;
    const group = await visitor(language, width, "group");
    const booking = await ask(group, email, slot);
    slot += 3;
    const house = await visitor(language, width, "manager");
    await answer(house, booking);
    await ticket(group, booking, email);
    await house.context.close();
    await group.context.close();
  }
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? "walked through without a fault" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
