// Walks the whole main job in a real browser without JavaScript.
// node walk.mjs BASE_URL SCREENSHOTS MAILBOX_URL [MANAGER_EMAIL]
//
// The service runs on this machine with its mail in files, and the manager manages the Youth House.

import { base, check, coded, end, mails, manager, signIn, told as line, visitor } from "./people.mjs";

/** A week of the dance studio three weeks ahead. */
async function week(person) {
  const { page } = person;
  await page.click("a[href='/venues/youth-house/dance-studio']");
  for (let week = 0; week < 3; week += 1) await page.click("a[rel=next]");
}

/** From the front page to a sent request; leaves its page open. Says its code and when it begins. */
async function ask(person, email, slot) {
  const { page } = person;
  await page.goto(base);
  await person.look("venues");
  await page.click("a[href='/venues/youth-house']");
  await person.look("venue");
  await week(person);
  await person.look("week");
  const free = page.locator("td.free a");
  check((await free.count()) > 20, "a week three weeks ahead has free cells");
  check(/\d/.test(await free.first().innerText()), "a free cell has its full name");
  await free.nth(slot).click();
  await person.look("form");
  await page.fill("#attendees", "500");
  await page.fill("#note", "Қоңыраудан кейін келеміз");
  await page.press("#attendees", "Enter");
  await person.look("form-refused");
  check((await page.locator(".summary a[href='#attendees']").count()) === 1, "the summary leads to the field");
  await page.fill("#title", "Домбыра үйірмесі");
  await inAnotherLanguage(person);
  await page.fill("#attendees", "12");
  await page.fill("#name", "Әсел Серікқызы");
  await page.fill("#phone", "8 701 123 45 67");
  const [day, from] = [await page.inputValue("#date"), await page.inputValue("#from")];
  await page.click("form#form button.main");
  await signIn(person, email);
  check((await page.inputValue("#title")) === "Домбыра үйірмесі", "the form is as it was left");
  await person.look("form-again");
  await page.click("form#form button.main");
  await line(person, "what was sent");
  await person.look("sent");
  return { code: coded(person), day, from };
}

/** Reads the refused form in another language and in the own one again: nothing that was typed is lost. */
async function inAnotherLanguage(person) {
  const { page, language } = person;
  const date = await page.inputValue("#date");
  for (const other of [language === "kk" ? "ru" : "kk", language]) {
    await person.speak(other);
    if (other !== language) await person.look(`form-refused-${other}`);
    check((await page.locator("#attendees-error").count()) === 1, "what is wrong is told again");
    for (const [field, typed] of Object.entries({
      date, title: "Домбыра үйірмесі", attendees: "500", note: "Қоңыраудан кейін келеміз",
    })) {
      check((await page.inputValue(`#${field}`)) === typed, `${field} is kept in ${other}`);
    }
  }
}

/** A time that is taken is told with what is free, in another language too. */
async function askForTaken(person, day, from) {
  const { page, language } = person;
  await page.goto(`${base}/venues/youth-house/dance-studio/request?starts=${day}T${from}`);
  await page.fill("#title", "Домбыра үйірмесі");
  await page.fill("#attendees", "12");
  await page.click("form#form button.main");
  await person.look("taken");
  const offers = page.locator("button[name=instead]");
  const told = await offers.count();
  check(told > 0, "something is offered instead");
  for (const other of [language === "en" ? "ru" : "en", language]) {
    await person.speak(other);
    check((await offers.count()) === told, "the same is offered again");
    check((await page.inputValue("#title")) === "Домбыра үйірмесі", "the title is kept");
  }
  await offers.first().click();
  check((await page.inputValue("#attendees")) === "12", "an offer moves what was typed");
}

/** Once more, by who has signed in and is known. */
async function askAgain(person) {
  const { page } = person;
  await page.goto(`${base}/venues/youth-house`);
  await week(person);
  await page.locator("td.free a").last().click();
  await page.fill("#title", "Концертке дайындық");
  await page.fill("#attendees", "9");
  await page.click("form#form button.main");
  return coded(person);
}

async function answer(person, booking, day) {
  const { page } = person;
  await page.goto(`${base}/sign-in?next=/manage`);
  await signIn(person, manager);
  await person.look("manage");
  await page.click("a[href='/manage/youth-house']");
  await person.look("queue");
  const approval = page.locator(`form[action='/bookings/${booking}/approve']`);
  await approval.locator("summary").click();
  await approval.locator("textarea").fill("Ауыстыратын аяқ киім ала келіңіздер.");
  await person.look("queue-note");
  await approval.locator("button").click();
  check(new URL(page.url()).pathname === "/manage/youth-house", "back in the queue");
  await line(person, "the yes");
  await person.look("queue-approved");
  await page.goto(`${base}/bookings/${booking}`);
  await person.look("approved");
  await page.goto(`${base}/manage/youth-house/day`);
  await page.fill("#date", day);
  await page.click("form[action='/manage/youth-house/day'] button");
  check((await page.locator(`.board a[href='/bookings/${booking}']`).count()) === 1, "the board has the booking");
  await person.look("day");
}

/** Says no to one, takes the other back, and gives it again. */
async function decideOtherwise(person, refused, booking) {
  const { page } = person;
  const act = (code, action) => page.locator(`form[action='/bookings/${code}/${action}']`);
  await page.goto(`${base}/bookings/${refused}`);
  await act(refused, "reject").locator("textarea").fill("Кешіріңіздер!");
  await act(refused, "reject").locator("button").click();
  check((await page.locator(".status").first().innerText()).length > 0, "an own sentence is a reason");
  await act(refused, "reopen").locator("textarea").fill("Қате басылды.");
  await act(refused, "reopen").locator("button").click();
  await act(refused, "reject").locator("select").selectOption("staff");
  await person.look("decision");
  await act(refused, "reject").locator("button").click();
  await person.look("rejected");
  await page.goto(`${base}/bookings/${booking}`);
  await page.click(".give-up a");
  await person.look("cancel-asked");
  await act(booking, "cancel").locator("button").click();
  check((await page.locator(".summary").count()) === 1, "a venue says why it cancels");
  await person.look("cancel-refused");
  await act(booking, "cancel").locator("select").selectOption("repairs");
  await act(booking, "cancel").locator("button").click();
  await line(person, "the cancellation");
  await person.look("cancelled");
  await act(booking, "reopen").locator("textarea").fill("Жөндеу ертерек бітті.");
  await act(booking, "reopen").locator("button").click();
  check((await page.locator(".ticket").count()) === 1, "it is a ticket again");
  await person.look("reopened");
}

/** The group is told on the pages of its bookings and by mail. */
async function told(person, refused, booking, email) {
  const { page, language } = person;
  const staff = { kk: "залды ашатын қызметкер болмайды", ru: "некому открыть зал", en: "Nobody can open the space" };
  await page.goto(`${base}/bookings/${refused}`);
  check((await page.locator("main").innerText()).includes(staff[language]), "the group reads why");
  await person.look("rejected");
  await page.goto(`${base}/bookings/${booking}`);
  const shown = await page.locator("main").innerText();
  for (const said of ["Жөндеу ертерек бітті.", "Ауыстыратын аяқ киім ала келіңіздер."]) {
    check(shown.includes(said), `the group reads: ${said}`);
  }
  await person.look("reopened");
  const [again, cancelled, rejected] = await mails(person, email, 9);
  await person.look("mails");
  for (const [link, says, what] of [
    [rejected, staff[language], "mail-rejected"],
    [cancelled, booking, "mail-cancelled"],
    [again, "Жөндеу ертерек бітті.", "mail-reopened"],
  ]) {
    await page.goto(base + link);
    check((await page.locator("pre").innerText()).includes(says), `${what} says ${says}`);
    await person.look(what);
  }
}

async function ticket(person, booking, email) {
  const { page } = person;
  await page.goto(`${base}/bookings`);
  await person.look("mine");
  await page.click(`a[href='/bookings/${booking}']`);
  check((await page.locator(".ticket .code").innerText()) === booking, "the ticket has its code");
  await person.look("ticket");
  const [approved] = await mails(person, email, 3);
  await page.goto(base + approved);
  const mail = await page.locator("pre").innerText();
  check(mail.includes(booking), "the mail names the booking");
  check(mail.includes("Ауыстыратын аяқ киім ала келіңіздер."), "the mail has the manager's words");
  await person.look("mail");
}

// One code a minute for one mailbox and browser, so each walk has people of its own but one manager.
let slot = 0;
for (const width of [360, 1280]) {
  for (const language of ["kk", "ru", "en"]) {
    const email = `walk-${language}-${width}-${Date.now()}@qanat.example`;
    const group = await visitor(language, width, "group");
    const { code: booking, day, from } = await ask(group, email, slot);
    slot += 3;
    const house = await visitor(language, width, "manager");
    await answer(house, booking, day);
    await ticket(group, booking, email);
    await askForTaken(group, day, from);
    const refused = await askAgain(group);
    await decideOtherwise(house, refused, booking);
    await told(group, refused, booking, email);
    await house.context.close();
    await group.context.close();
  }
}
await end();
