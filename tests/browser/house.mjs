// Walks what a venue does beside answering single requests, and what its groups see of it: questions, quotas, making room,
// closures, series.
// node house.mjs BASE_URL SCREENSHOTS MAILBOX_URL MANAGER_EMAIL
//
// The service runs on this machine with its mail in files, and the manager manages the Youth House.

import { readFileSync } from "node:fs";
import { base, check, coded, end, mails, manager, signIn, told, visitor } from "./people.mjs";

const VENUE = "/manage/youth-house";
const SPACE = "/venues/youth-house/small-hall";

/** A page that can be asked for again, in every language on both screens; in the person's own at the end. */
async function lookAround(person, what) {
  const { page, language } = person;
  for (const other of ["kk", "ru", "en"].filter((one) => one !== language).concat(language)) {
    await person.speak(other);
    await lookBothWays(person, `${what}-${other}`);
  }
}

/** On both screens, as it is: what was only posted is not there again. */
async function lookBothWays(person, what) {
  for (const width of [1280, 360]) {
    await person.page.setViewportSize({ width, height: 780 });
    await person.look(`${what}-${width}`);
  }
}

const catalogue = readFileSync(new URL("../../config/catalogue.toml", import.meta.url), "utf8");
const daysOff = [...catalogue.matchAll(/^\[\[day\]\]\ndate = "(.*)"$/gm)].map(([, date]) => date);

/** Whether the houses are open on a day and on the same of the next weeks. */
function opens(day, weeks) {
  const dates = Array.from({ length: weeks }, (_, week) => new Date(Date.parse(day) + week * 7 * 86_400_000));
  return dates.every((date) => !daysOff.includes(date.toISOString().slice(0, 10)));
}

/**
 * The form with a free time of the small hall, two weeks ahead: the first of its day, or another; of those days that are
 * open for so many weeks.
 */
async function formAt(person, nth, weeks = 1) {
  const { page } = person;
  await page.goto(base + SPACE);
  for (let week = 0; week < 2; week += 1) await page.click("a[rel=next]");
  const times = await page.locator("td.free a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const fitting = times.filter((href) => opens(new URL(href, base).searchParams.get("starts").slice(0, 10), weeks));
  await page.click(`td.free a[href="${fitting[nth]}"]`);
}

async function fill({ page }, title) {
  await page.fill("#title", title);
  await page.fill("#attendees", "9");
  if (await page.locator("#name").count()) await page.fill("#name", "Ерасыл Болат");
  if (await page.locator("#phone").count()) await page.fill("#phone", "8 701 765 43 21");
}

const send = ({ page }) => page.click("form#form button.main");
const act = ({ page }, code, action) => page.locator(`form[action='/bookings/${code}/${action}']`);
const text = ({ page }) => page.locator("main").innerText();

/** A question of the venue, its answer, and the approval after it. */
async function asksAndIsAnswered(house, group, code) {
  await house.page.goto(`${base}/bookings/${code}`);
  await act(house, code, "messages").locator("textarea").fill("Микрофон керек пе?");
  await act(house, code, "messages").locator("button").click();
  await lookAround(house, "asked");
  await house.page.goto(base + VENUE);
  await lookAround(house, "queue-asked");
  await group.page.goto(`${base}/bookings/${code}`);
  check((await text(group)).includes("Микрофон керек пе?"), "the group reads the question");
  check((await group.page.locator(".top .count").innerText()) === "(1)", "it counts what waits for the group");
  await lookAround(group, "your-turn");
  await act(group, code, "messages").locator("textarea").fill("Иә, екеу болса жақсы.");
  await act(group, code, "messages").locator("button").click();
  await told(group, "the answer");
  await lookAround(group, "answered");
  await house.page.goto(`${base}/bookings/${code}`);
  check((await text(house)).includes("Иә, екеу болса жақсы."), "the venue reads the answer");
  await act(house, code, "approve").locator("button").click();
  check((await house.page.locator(".ticket").count()) === 1, "it is approved");
}

/** The list of those who came and were not counted: nothing of this walk is over. */
async function looksWhoCame(house) {
  await house.page.goto(`${base}${VENUE}/arrivals`);
  await lookAround(house, "arrivals");
}

/** One hour a week for everybody: the next request is refused with what is left; then as much as anybody wants again. */
async function setsQuotas(house, group) {
  const { page } = house;
  await page.goto(`${base}${VENUE}/quotas`);
  await page.fill("#hours_per_week", "1001");
  await page.click("form#quotas button.main");
  check((await page.inputValue("#hours_per_week")) === "1001", "what is wrong is kept");
  await lookBothWays(house, "quotas-refused");
  await page.fill("#hours_per_week", "1");
  await page.click("form#quotas button.main");
  check((await page.locator("[role=status]").count()) === 1, "quotas are saved");
  await lookAround(house, "quotas");
  await formAt(group, 8);
  await fill(group, "Тағы бір жиналыс");
  await send(group);
  check((await group.page.locator(".summary").count()) === 1, "the quota is said");
  await lookBothWays(group, "over-quota");
  check((await group.page.inputValue("#title")) === "Тағы бір жиналыс", "the title is kept");
  await page.goto(`${base}${VENUE}/quotas`);
  await page.fill("#hours_per_week", "");
  await page.click("form#quotas button.main");
}

/** The house needs the time of a group, which takes another that is held for it. */
async function makesRoom(house, group, code, { day, from, to }) {
  const { page } = house;
  await page.goto(`${base}${SPACE}/request?starts=${day}T${from}`);
  await fill(house, "Облыстық байқау");
  await page.selectOption("#to", to);
  await send(house);
  check((await page.locator("input[name^=replace-]").count()) === 1, "what could make room is shown");
  await lookBothWays(house, "in-place");
  await page.locator("input[name^=replace-]").check();
  await send(house);
  await lookAround(house, "instead");
  await group.page.goto(`${base}/bookings/${code}`);
  const held = group.page.locator("[aria-labelledby=kept] a");
  check((await held.count()) > 0, "something is held for the group");
  await lookAround(group, "made-room");
  // In the same hall, which will be closed.
  await held.last().click();
  await lookAround(group, "held");
  const offer = coded(group);
  await act(group, offer, "approve").locator("button").click();
  check((await group.page.locator(".ticket").count()) === 1, "what was held is theirs");
  return offer;
}

/** The hall is closed for a day: who is in the way is asked for, told, and had back. */
async function closes(house, group, code, day) {
  const { page } = house;
  await page.goto(`${base}${VENUE}/closures/new`);
  await lookAround(house, "closing");
  await page.check("#space-small-hall");
  await page.fill("#from-date", day);
  await page.fill("#from-time", "00:00");
  await page.fill("#to-date", day);
  await page.fill("#to-time", "23:30");
  await page.click("form#form button.main");
  check((await page.locator("#reason-code-error").count()) === 1, "a closure says why");
  await lookBothWays(house, "closing-refused");
  await page.fill("#reason", "Құбыр жарылды");
  await page.click("form#form button.main");
  await lookBothWays(house, "closing-preview");
  const hits = await page.locator("form#form fieldset").count();
  check(hits > 0, "what is in the way is shown");
  await page.click("form#form button.main");
  check((await page.locator(".error").count()) === hits, "each of them is asked for");
  for (let hit = 0; hit < hits; hit += 1) {
    await page.locator("form#form fieldset").nth(hit).locator("input[type=radio]").last().check();
  }
  await lookBothWays(house, "closing-decided");
  await page.click("form#form button.main");
  await lookAround(house, "closure");
  const closure = page.url();
  await page.goto(`${base}${VENUE}/closures`);
  check((await text(house)).includes("Құбыр жарылды"), "the list says why");
  await lookAround(house, "closures");
  await page.goto(`${base}${VENUE}/day?date=${day}`);
  check((await text(house)).includes("Құбыр жарылды"), "the board says why");
  await lookBothWays(house, "day-closed");
  await group.page.goto(`${base}/bookings/${code}`);
  check((await text(group)).includes("Құбыр жарылды"), "the group reads why");
  await lookAround(group, "closed");
  await page.goto(closure);
  await page.click("form[action$='/take-back'] button");
  await lookAround(house, "taken-back");
  await group.page.goto(`${base}/bookings`);
  await lookAround(group, "mine");
}

/** Four weeks in one request: told before it is sent, answered once, given up from the second date on. */
async function repeats(house, group) {
  const { page } = group;
  await formAt(group, 4, 4);
  await fill(group, "Апта сайынғы дайындық");
  await page.locator("details", { has: page.locator("#every") }).locator("summary").click();
  await page.selectOption("#every", "week");
  await page.fill("#count", "4");
  await lookBothWays(group, "repeat");
  await page.press("#count", "Enter");
  check((await page.locator("form#form li").count()) === 4, "each date is told");
  await lookBothWays(group, "series-report");
  await page.click("button[name=confirmed]");
  await lookAround(group, "series");
  const series = page.url();
  await house.page.goto(base + VENUE);
  check((await house.page.locator("article.card").count()) === 1, "a series is one card");
  await lookAround(house, "queue-series");
  await house.page.goto(series);
  const form = (person, slug) => person.page.locator(`form[action$='/${slug}']`);
  await open(house, "approve");
  await lookAround(house, "series-asked");
  await open(house, "approve");
  await form(house, "approve").locator("button").click();
  await asksToMove(house, group, series);
  await page.goto(series);
  await lookBothWays(group, "series-approved");
  await page.click(".give-up a");
  await form(group, "cancel").locator("select").selectOption({ index: 2 });
  await lookBothWays(group, "series-cancel-asked");
  await form(group, "cancel").locator("button").click();
  await told(group, "what was cancelled");
  await lookAround(group, "series-cancelled");
}

/** All dates of a series to the evening, asked for once and answered once. */
async function asksToMove(house, group, series) {
  const { page } = group;
  const form = (person, slug) => person.page.locator(`form[action$='/${slug}']`);
  await page.goto(series);
  await open(group, "move");
  await lookBothWays(group, "series-ask-move");
  await page.fill("#move_starts", "19:00");
  await page.fill("#move_ends", "20:30");
  await form(group, "move").locator("button").click();
  check((await form(group, "take-back").count()) === 1, "what is asked for can be taken back");
  await lookAround(group, "series-move-asked");
  await house.page.goto(base + VENUE);
  check((await house.page.locator("article.card").count()) === 1, "a move of a series is one card");
  await lookAround(house, "queue-series-move");
  await house.page.goto(series);
  await open(house, "accept-move");
  await lookAround(house, "series-move");
  await open(house, "accept-move");
  await form(house, "accept-move").locator("button").click();
  check((await text(house)).includes("19:00–20:30"), "every date is moved");
}

/** Two late evenings of the house's own, allowed once for both, with a reason. */
async function allows(house) {
  const { page } = house;
  await page.goto(`${base}${SPACE}/request`);
  await fill(house, "Түнгі репетиция");
  await page.fill("#date", new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await page.selectOption("#from", "22:30");
  await page.selectOption("#to", "23:30");
  await page.locator("details", { has: page.locator("#every") }).locator("summary").click();
  await page.selectOption("#every", "week");
  await page.fill("#count", "2");
  await send(house);
  const sent = page.locator("button[name=confirmed]");
  check((await sent.count()) === 0, "nothing can be had after hours");
  for (const box of await page.locator("input[name^=waive-]").all()) await box.check();
  await page.locator("form#form button.plain").first().click();
  check((await page.locator("#waive_reason-error").count()) === 1, "an exception says why");
  await lookAround(house, "exception-unexplained");
  await page.fill("#waive_reason", "Фестивальге дайындық");
  await page.locator("form#form button.plain").first().click();
  check((await sent.count()) === 1, "what is allowed can be had");
  await lookAround(house, "exception");
  await sent.click();
  await lookAround(house, "series-exception");
}

/** Opens what is folded around a form. */
async function open({ page }, slug) {
  const folded = page.locator("details:not([open])", { has: page.locator(`form[action$='/${slug}']`) });
  if (await folded.count()) await folded.locator("summary").first().click();
}

const [group, house] = [await visitor("kk", 360, "group"), await visitor("kk", 360, "house")];
const email = `house-${Date.now()}@qanat.example`;
await formAt(group, 0);
await fill(group, "Домбыра үйірмесі");
const time = {
  day: await group.page.inputValue("#date"),
  from: await group.page.inputValue("#from"),
  to: await group.page.inputValue("#to"),
};
await send(group);
await signIn(group, email);
await send(group);
const first = coded(group);
await house.page.goto(`${base}/sign-in?next=/manage`);
await signIn(house, manager);

await asksAndIsAnswered(house, group, first);
await looksWhoCame(house);
await setsQuotas(house, group);
const second = await makesRoom(house, group, first, time);
await group.page.goto(`${base}/bookings/${second}`);
await closes(house, group, second, time.day);
await repeats(house, group);
await allows(house);
for (const mail of (await mails(group, email, 9)).slice(0, 9)) {
  await group.page.goto(base + mail);
  await lookBothWays(group, "mail");
}
await end();
