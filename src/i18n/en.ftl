### Words of every area: languages, states, lengths of time

language-kk = Қазақша
language-ru = Русский
language-en = English

status-pending = waiting for an answer
status-approved = approved
status-rejected = declined
status-withdrawn = withdrawn
status-cancelled = cancelled
status-expired = left without an answer
status-checked_in = came
status-no_show = did not come
status-completed = took place

duration-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

### Why a request can't be sent as it is, and what would pass

rule-outside-hours = On { $day } we are open { $openings }. Choose a time within these hours.
rule-closed = We are closed on { $day }. Choose another day.
rule-holiday = We are closed on { $day }: { $name }. Choose another day.
rule-too-short = The shortest time here is { $length }. Choose a later end.
rule-too-long = The longest time here is { $length }. Choose an earlier end.
rule-too-soon = We need some time to get ready. The earliest start is { $moment }.
rule-too-far = That is too far ahead for now. The last day you can choose is { $date }.
rule-in-the-past = That time has passed. Choose one that is still to come.
rule-off-grid-start = Start at { $before } or at { $after }.
rule-off-grid-end = End at { $before } or at { $after }.
rule-too-many-people = This space holds { $count ->
    [one] { $count } person
   *[other] { $count } people
}. Come with fewer, or choose a larger one.
rule-unknown-layout = Choose one of these layouts: { $layouts }.
rule-group-only = This space is for groups. Write the name of yours.
rule-verified-only = This space is for groups that we know. Get in touch, and we will book it for you.
rule-quota-venue = At one venue { $limit ->
    [one] { $limit } request
   *[other] { $limit } requests
} can wait for an answer at a time. Wait for an answer, or withdraw one.
rule-quota-open = You can have { $limit ->
    [one] { $limit } request
   *[other] { $limit } requests
} waiting at a time. Wait for an answer, or withdraw one.
rule-quota-hour = You can send { $limit ->
    [one] { $limit } request
   *[other] { $limit } requests
} an hour. Try again a little later.

flaw-missing = Please fill this in.
flaw-too-long = Make it shorter: at most { $max ->
    [one] { $max } character
   *[other] { $max } characters
}.
flaw-characters = There are hidden characters or stray line breaks in the text. Please type it again.
flaw-phone = Write the whole number, for example +7 701 123 45 67.
flaw-email = Check the e-mail address. It looks like name@example.kz.
flaw-less-than-one = At least one person has to come.
flaw-no-such-time = The clocks change that day and skip this time. Choose another.
flaw-ends-before-start = The end has to come after the start.
flaw-too-far-apart = Choose a time of at most { $max ->
    [one] { $max } day
   *[other] { $max } days
}.
flaw-unknown = We could not find that. Choose from the list.
flaw-malformed = We could not read this. Check how it is written.

### Why a booking can't be changed that way

state-only-venue = Only a manager of the venue can do this.
state-only-system = The service does this by itself when the time comes.
state-already-requested = This request has already been sent.
state-not-pending = This request no longer waits for an answer: { $status }.
state-reject-instead = A request that waits for an answer can be declined, with a reason.
state-not-cancellable = This booking can no longer be cancelled: { $status }.
state-not-reopenable = There is nothing to reopen: { $status }.
state-not-approved = Only an approved booking can be completed, and this one is not: { $status }.
state-has-begun = The time has begun, and this can only be done before it begins. If you need help, get in touch with the venue.
state-has-ended = That time is over, nothing can be changed any more.
state-not-yet-ended = That time is not over yet.
state-reopen-first = If you have changed your mind, reopen it first.
state-ask-anew = Send a new request.
### Mails

mail-service = The booking service of the Youth House

mail-sign-in-subject = Sign-in code: { $code }
mail-sign-in-heading = Your sign-in code
mail-sign-in-code = Code
mail-sign-in-how = Enter this code on the page you have open in your browser. It works for { $minutes ->
    [one] { $minutes } minute.
   *[other] { $minutes } minutes.
}
mail-sign-in-not-you = If you did not ask for this code, there is nothing to do: nobody can sign in without it.

mail-subject-request-received = Request received: { $space }, { $day }, { $time }
mail-heading-request-received = We have your request
mail-text-request-received = Thank you! We will look at it and send our answer to this address.

mail-subject-approved = Booking confirmed: { $space }, { $day }, { $time }
mail-heading-approved = Your booking is confirmed
mail-text-approved = See you there! An invitation for your calendar is attached. If you cannot come, please cancel early on the booking’s page: another group may need the time.

mail-subject-approved-again = Booking confirmed again: { $space }, { $day }, { $time }
mail-heading-approved-again = Your booking is on again
mail-text-approved-again = See you there! A new invitation for your calendar is attached.

mail-subject-rejected = Request declined: { $space }, { $day }, { $time }
mail-heading-rejected = Sorry, not this time
mail-text-rejected = We could not accept your request. Please try another time, or get in touch and we will look for one together.

mail-subject-cancelled-by-venue = Your booking was cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-venue = Sorry, we had to cancel your booking
mail-text-cancelled-by-venue = We cannot have you at this time. Get in touch and we will help you find another.

mail-subject-cancelled-by-you = You cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-you = We have noted that you are not coming
mail-text-cancelled-by-you = This time is no longer yours. You can send a new request whenever you like.

mail-subject-expired = Request left without an answer: { $space }, { $day }, { $time }
mail-heading-expired = Sorry, we did not answer you in time
mail-text-expired = That was our fault. Send the request again or call us: if the time is free, we will look at it at once.

mail-subject-time-given = Time given to another group: { $space }, { $day }, { $time }
mail-heading-time-given = This time went to another group
mail-text-time-given = Several groups asked for this time. Your request stays in line for seven more days, though not beyond the start: if the time comes free, we will look at it again.

mail-subject-reopened = Request open again: { $space }, { $day }, { $time }
mail-heading-reopened = Your request is open again
mail-text-reopened = It is waiting for an answer once more. We will send it to this address.

mail-subject-new-request = New request: { $space }, { $day }, { $time }
mail-heading-new-request = New request
mail-text-new-request = { $name } sent it and is waiting for your answer.

mail-subject-withdrawn = Request withdrawn: { $space }, { $day }, { $time }
mail-heading-withdrawn = Request withdrawn
mail-text-withdrawn = { $name } has withdrawn it. No answer is needed.

mail-subject-cancelled-by-group = Group cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = A group has cancelled
mail-text-cancelled-by-group = { $name } gave this time up. The booking no longer holds it.

mail-reason = Reason
mail-where = Where
mail-when = When
mail-zone-note = Karaganda time, UTC{ $offset }
mail-how-to-come-in = How to come in
mail-answer-by = Answer by
mail-code = Booking code
mail-event = Event
mail-attendees = People
mail-contact = Contact
mail-note = Note
mail-address = Address
mail-alternatives = Free at the moment
mail-open = Open the booking
mail-open-venue = Open in the system
mail-closing = Any questions? Answer this mail or call { $phone }.
mail-closing-venue = Answers to this mail go to the group.

### Pages: what stands on all of them

page-service = Booking at the Youth House
page-skip = Skip to the content
page-nav = Pages
page-language = Choice of language
page-venues = Venues
page-bookings = My bookings
page-manage = For managers
page-sign-in = Sign in
page-sign-out = Sign out
page-dev-mail = Mail
page-footer = Halls and rooms for young people: booking is free, the answer comes by e-mail.
page-welcome = Find room for what you do
page-welcome-text = Choose a venue, look at its week and ask for a time that is free. The answer comes by e-mail.
page-people = up to { $count ->
    [one] { $count } person
   *[other] { $count } people
}
page-spaces = Halls and rooms
page-visit = How to find us
page-hours = Opening hours
page-address = Address
page-how-to-come-in = How to come in
page-phone = Phone
page-email = E-mail

### Pages: what went wrong

page-to-venues = Back to the venues
page-request-id = Tell us this mark if you get in touch
page-forbidden = This was not done
page-forbidden-text = The request came from another site, or this is not yours to do. Nothing was changed. Open the page again and try once more.
page-not-found = There is no such page
page-not-found-text = The link may be old, or this page is not open to you.
page-conflict = This cannot be done any more
page-conflict-text = That time is taken. Choose another one.
page-too-many = Please wait a little
page-too-many-text = There were too many requests. Try again a little later.
page-broken = Something went wrong on our side
page-broken-text = Sorry, this is our fault. Please try again in a few minutes.
page-busy = We cannot answer just now
page-busy-text = Nothing was changed. Try again in half a minute.
page-unreadable = We could not read this
page-unreadable-text = Open the form again and fill it in once more.

### Pages: the week of a space

week-heading = The week
week-caption = { $space }: { $from } – { $to }
week-nav = Weeks
week-previous = Previous week
week-next = Next week
week-time = Time
week-request = Ask for a time
week-list = Free times
week-nothing-free = Nothing is free
week-asked-for-note = asked for already, you may ask too
week-legend = What the cells mean
week-closed-all = Closed all this week.
week-past = past
week-closed = closed
week-closure = closed by the venue
week-taken = taken
week-held = asked for
week-cleaning = cleaning
week-too-soon = too late to ask
week-too-far = too early to ask
week-too-short = too short
week-free = free
week-free-asked-for = free, asked for

### Pages: the rules of a space

rules-heading = The rules
rules-people = It holds { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
rules-length = The shortest time is { $min }, the longest is { $max }.
rules-grid = Times begin and end in steps of { $length }.
rules-notice = Ask at least { $length } before the start.
rules-horizon = You can ask up to { $days ->
    [one] { $days } day
   *[other] { $days } days
} ahead.
rules-turnaround = We clean for { $length } between two uses.
rules-layouts = The chairs can stand like this: { $layouts }.
rules-automatic = If the time is free, the booking is confirmed at once.
rules-answer = We answer within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
rules-compete = Several groups may ask for one time, the venue chooses.

### Pages: the request form

form-title = { $space }: ask for a time
form-summary = Please put this right
form-conflict = That time is taken
form-offers = Free at the moment
form-no-offers = We found nothing free near that time. Look at another week.
form-sent-before = You have sent this form before and changed it since. If you want another request, send it again.
form-when = When
form-what = What it is for
form-who = How to reach you
form-other = On behalf of somebody
form-for = I am booking for the person below
form-date = Date
form-date-hint = The day it begins
form-from = From
form-to = To
form-event = Title
form-event-hint = For example, “Dombyra club rehearsal”
form-attendees = How many people
form-attendees-hint = A guess will do
form-layout = How the chairs stand
form-group = Group or organisation
form-group-hint = If there is one
form-programme = Programme
form-programme-hint = If it is part of one
form-no-programme = None
form-note = Note
form-note-hint = What the venue should know: equipment, guests, coming early
form-public = Everybody may see the title
form-name = Your name
form-name-hint = Only the venue’s manager sees it
form-phone = Telephone
form-phone-hint = For the day itself, for example +7 701 123 45 67
form-for_name = Their name
form-for_phone = Their telephone
form-for_email = Their e-mail
form-for_email-hint = If you give it, the mails go there
form-for_language = Language of the mails
form-answer-at-once = If the time is free, the booking is confirmed at once.
form-answer-by = We will answer by { $moment }.
form-sign-in-note = Before it is sent we mail you a code: what you have filled in stays.
form-send = Send the request
form-go-on = Go on
form-in-the-way-booking = taken
form-in-the-way-closure = closed by the venue
form-in-the-way-turnaround = there has to be time to clean before or after it

### Pages: signing in

sign-in-how = No password: we mail you a code of six digits.
sign-in-draft = Your form is kept. After you sign in it opens as you left it, ready to be sent.
sign-in-email = E-mail address
sign-in-send = Send me a code
sign-in-code-title = Enter the code
sign-in-sent-to = The code went to
sign-in-how-long = It works for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, and only in this browser.
sign-in-code = Six-digit code
sign-in-wrong = That is not the code. { $tries ->
    [one] { $tries } try is
   *[other] { $tries } tries are
} left.
sign-in-over = The code is too old or was tried too often. Ask for a new one.
sign-in-wait-seconds = You can ask for a new code in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}. Have a look at your mail first.
sign-in-wait-long = Too many codes were asked for this address. Try again in an hour.
sign-in-again-text = No mail? Look into the spam folder, or
sign-in-again = ask for a new code

### Pages: bookings

bookings-coming = Coming bookings
bookings-past = Past bookings
bookings-none = There is nothing here yet.
bookings-more = Show more
booking-label = Booking
booking-code = Booking code
booking-not-done = This was not done
booking-decide = What you can do
booking-details = Details
booking-told = Who has been told
booking-nobody-told = No mail was sent.
booking-history = What happened
booking-contact = Contact
booking-reason = Reason
booking-answer-by = We will answer by { $moment }.
booking-displaced = This time went to another group. The request stays in line for a while: if the time comes free, we will look at it again.
booking-show-code = Tell us this code when you come. See you there!
booking-expired = Sorry, we did not answer in time. Call us, or send the request again.
booking-mail-sent = Taken by the mail server: { $moment }
booking-mail-queued = On its way
booking-mail-failed = Could not be delivered: please call
history-by-group = the group
history-by-venue = the venue
history-by-service = the service, when the time had come
decide-approve = Approve
decide-reject = Decline
decide-cancel = Cancel the booking
decide-withdraw = Withdraw the request
decide-reopen = Reopen
decide-reason = Choose a reason
decide-own-words = In your own words (if you like)
decide-why = Say why

### Pages: for managers

queue-open = Requests and the day
### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Please sign in
problem-unauthenticated-detail = We do not know who you are yet. Sign in, or send a valid token.
problem-forbidden = Not yours to do
problem-forbidden-detail = Only a manager of the venue can do this.
problem-not-found = Nothing here
problem-not-found-detail = We could not find what you asked for, or it is not yours to see.
problem-rule = The request cannot go out like this
problem-rule-detail = Every field that has to change is named, with what would pass.
problem-conflict = The time is taken
problem-conflict-detail = Somebody was there first. Choose another time or space: what is free is listed.
problem-state = Not in this state
problem-key-reused = The key was used before
problem-key-reused-detail = The same key came with another request. Use a new key for a new request.
problem-too-many = One at a time, please
problem-too-many-detail = That was a bit too often. Try again in a little while.
problem-busy = Very busy right now
problem-busy-detail = Nothing was changed. Please try again in a few seconds.
problem-internal = Something broke on our side
problem-internal-detail = We have noted it. Please try again; if it stays like this, call the venue.
problem-not-json = This is not JSON
problem-not-json-detail = The body could not be read as JSON. Check brackets, commas and quotation marks.
problem-media-type = Please send JSON
problem-media-type-detail = Send the body as application/json.
problem-too-large = Too large
problem-too-large-detail = The body is larger than 64 KiB. Send less.
problem-method = Not with this method
problem-method-detail = The address is right, the method is not. The Allow header names those that work.
queue-heading = Requests waiting for an answer
queue-empty = Everything is answered. Thank you!
queue-group = Request
queue-rivals = Several groups ask for the same time
queue-answer-by = Answer by
queue-overdue = The answer time is over
queue-days-left = { $days ->
    [one] { $days } day
   *[other] { $days } days
} left
queue-left = { $length } left
day-heading = The day
day-nav = Days
day-previous = The day before
day-next = The day after
day-show = Show
day-until = goes on until { $time }
day-taken-by-part = part of it is taken
day-asked-by-part = part of it is asked for

### Pages: problems and mail of the developer

page-problem-state = The booking is in a state in which this cannot be done. The answer names it.
mailbox-heading = Mail that went out
mailbox-note = This page opens on this machine only: mail is written to files.
mailbox-none = No mail yet.
mailbox-to = To
history-request = Request sent
history-approve = Approved
history-reject = Declined
history-cancel = Cancelled
history-cancel-late = Cancelled late
history-expire = Left without an answer
history-complete = Took place
history-reopen = Reopened
