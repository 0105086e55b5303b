### Words of every area: languages, states, lengths of time

language-kk = Қазақша
language-ru = Русский
language-en = English

status-pending = waiting for an answer
status-approved = approved
status-rejected = declined
status-withdrawn = withdrawn
status-cancelled = cancelled
status-expired = not answered in time
status-checked_in = arrived
status-no_show = did not show up
status-completed = took place
state-waits-for-us = waiting for your decision
state-move-waits-for-us = asks to be moved: waiting for your decision
state-asked-you = your answer is needed
state-asked-them = waiting for an answer to our question
state-kept-for-you = held for you
state-kept-for-them = held for them
state-given = time given to another group

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
rule-too-short = Bookings here last at least { $length }. Choose a later end.
rule-too-long = Bookings here last at most { $length }. Choose an earlier end.
rule-too-soon = We need some time to get ready. The earliest start is { $moment }.
rule-too-far = That is too far ahead for now. The last day you can choose is { $date }.
rule-in-the-past = That time has passed. Choose a later one.
rule-off-grid-start = Start at { $before } or at { $after }.
rule-off-grid-end = End at { $before } or at { $after }.
rule-too-many-people = This space holds { $count ->
    [one] { $count } person
   *[other] { $count } people
}. Lower the number, or choose a larger space.
rule-unknown-layout = Choose one of these layouts: { $layouts }.
rule-group-only = Only groups can book here. Add the name of your group.
rule-verified-only = Only groups that we know can book here. Get in touch, and we will book for you.
rule-quota-venue = You can have up to { $limit ->
    [one] { $limit } request
   *[other] { $limit } requests
} waiting at one venue. Wait for an answer, or withdraw one.
rule-quota-open = You can have up to { $limit ->
    [one] { $limit } request
   *[other] { $limit } requests
} waiting at a time. Wait for an answer, or withdraw one.
rule-quota-automatic-space = You can have at most { $limit ->
    [one] { $limit } upcoming booking
   *[other] { $limit } upcoming bookings
} here, and you already have { $used }. Wait until one is over, or cancel one.
rule-quota-automatic-week = Where nobody has to approve, you can have at most { $limit } a week. Booked so far: { $used }, left: { $left }. Choose a shorter time or another week.
rule-quota-hours-week = You can have at most { $limit } a week here. Booked so far: { $used }, left: { $left }. Choose a shorter time or another week.
rule-quota-hours-month = You can have at most { $limit } a month here. Booked so far: { $used }, left: { $left }. Choose a shorter time or another month.
rule-quota-bookings-week = You can have at most { $limit ->
    [one] { $limit } booking
   *[other] { $limit } bookings
} a week here. Booked so far: { $used }, left: { $left }. Choose another week.
rule-quota-bookings-month = You can have at most { $limit ->
    [one] { $limit } booking
   *[other] { $limit } bookings
} a month here. Booked so far: { $used }, left: { $left }. Choose another month.
rule-quota-prime-week = You can have at most { $limit } of peak time a week here. Booked so far: { $used }, left: { $left }. Choose other hours or another week.
rule-quota-prime-month = You can have at most { $limit } of peak time a month here. Booked so far: { $used }, left: { $left }. Choose other hours or another month.

flaw-missing = Please fill this in.
flaw-too-long = Make it shorter: at most { $max ->
    [one] { $max } character
   *[other] { $max } characters
}.
flaw-characters = There are hidden characters or stray line breaks in the text. Please type it again.
flaw-phone = Write the whole number, for example +7 701 123 45 67.
flaw-email = Check the e-mail address: it looks like name@example.kz.
flaw-less-than-one = There has to be at least one person.
flaw-no-such-time = The clocks change that day and skip this time. Choose another.
flaw-ends-before-start = The end has to come after the start.
flaw-too-far-apart = Choose a span of at most { $max ->
    [one] { $max } day
   *[other] { $max } days
}.
flaw-between = Write a number from { $least } to { $most }.
flaw-unknown = We could not find that. Choose from the list.
flaw-other-day-of-month = The first date is not in the week of the month that you chose. Change the date or the repeat.
flaw-dates = A series has at least one date and at most { $max }. Change the last date or the number of times.
flaw-two-ends = Say either the last date or how many times. One of them is enough.
flaw-nothing-left = No date is left to approve. Decline the series instead, with a reason.
flaw-malformed = We could not read this. Check how it is written.

### Why a booking can't be changed that way

state-only-venue = Only a manager of the venue can do this. If you need it, get in touch with the venue.
state-only-system = This happens by itself when the time comes.
state-already-requested = This request has already been sent.
state-not-pending = This request is no longer waiting for an answer: { $status }.
state-reject-instead = This request is still waiting for an answer: you can decline it, with a reason.
state-not-cancellable = This booking can no longer be cancelled: { $status }.
state-not-reopenable = This cannot be reopened: { $status }.
state-not-approved = Only an approved booking can be completed, and this one is: { $status }.
state-has-begun = It has already begun, so this can no longer be done. If you need help, get in touch with the venue.
state-has-ended = That time is over: nothing can be changed any more.
state-not-yet-ended = That time is not over yet.
state-not-expected = Nobody is expected for this booking: { $status }.
state-too-early = Arrivals can be noted from one hour before the start.
state-not-yet-begun = That time has not begun yet.
state-month-closed = That month is closed: who came cannot be corrected any more.
state-reopen-first = If you have changed your mind, reopen it first.
state-ask-anew = Send a new request.

### Mails

mail-service = Booking at the Youth House

mail-sign-in-subject = Sign-in code: { $code }
mail-sign-in-heading = Your sign-in code
mail-sign-in-code = Code
mail-sign-in-how = Enter this code on the page you have open in your browser. It is valid for { $minutes ->
    [one] { $minutes } minute.
   *[other] { $minutes } minutes.
}
mail-sign-in-not-you = If you did not ask for this code, there is nothing to do: nobody can sign in without it.

mail-subject-request-received = Request received: { $space }, { $day }, { $time }
mail-heading-request-received = We have your request
mail-text-request-received = Thank you! We will look at it and send our answer to this address.

mail-subject-approved = Booking approved: { $space }, { $day }, { $time }
mail-heading-approved = Your booking is approved
mail-text-approved = See you there! An invitation for your calendar is attached. If you cannot come, please cancel early on the booking’s page: another group may need the time.

mail-subject-approved-again = Booking approved again: { $space }, { $day }, { $time }
mail-heading-approved-again = Your booking is on again
mail-text-approved-again = See you there! A new invitation for your calendar is attached.

mail-subject-rejected = Request declined: { $space }, { $day }, { $time }
mail-heading-rejected = Sorry, not this time
mail-text-rejected = We could not accept your request. Please try another time, or get in touch and we will look for one together.

mail-subject-cancelled-by-venue = Your booking was cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-venue = Sorry, we had to cancel your booking
mail-text-cancelled-by-venue = We cannot welcome you at this time. Get in touch, and we will help you find another.

mail-subject-cancelled-by-you = You cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-you = Your booking is cancelled
mail-text-cancelled-by-you = This time is no longer yours. You can send a new request whenever you like.
mail-subject-withdrawn-by-you = You withdrew your request: { $space }, { $day }, { $time }
mail-heading-withdrawn-by-you = Your request is withdrawn
mail-text-withdrawn-by-you = It is no longer in the queue. You can send a new request whenever you like.

mail-subject-expired = Request not answered in time: { $space }, { $day }, { $time }
mail-heading-expired = Sorry, we did not answer you in time
mail-text-expired = That was our fault. Send the request again or call us: if the time is free, we will look at it at once.
mail-subject-expired-asked = Your request was closed: { $space }, { $day }, { $time }
mail-heading-expired-asked = We were waiting for your answer
mail-text-expired-asked = We asked you something about this request and have not heard from you, so it is closed. If you still need the time, send the request again or call us: if it is free, we will look at it at once.

mail-subject-time-given = Time given to another group: { $space }, { $day }, { $time }
mail-heading-time-given = This time went to another group
mail-text-time-given = Several groups asked for this time. Your request stays in the queue for seven days, or until the start if that is sooner. If the time becomes free, we will look at it again.

mail-subject-did-not-come = We were expecting you: { $space }, { $day }, { $time }
mail-heading-did-not-come = We were expecting you, but nobody came
mail-text-did-not-come = A manager of the venue noted that nobody came. If that is wrong, get in touch. If your plans change another time, please cancel early: another group may need the time.

mail-subject-reopened = Request open again: { $space }, { $day }, { $time }
mail-heading-reopened = Your request is open again
mail-text-reopened = It is waiting for an answer once more. We will send the answer to this address.

mail-subject-new-request = New request: { $space }, { $day }, { $time }
mail-heading-new-request = New request
mail-text-new-request = { $name } is asking for this time and waiting for your answer.

mail-subject-withdrawn = Request withdrawn: { $space }, { $day }, { $time }
mail-heading-withdrawn = Request withdrawn
mail-text-withdrawn = { $name } has withdrawn it. No answer is needed.

mail-subject-cancelled-by-group = Booking cancelled: { $space }, { $day }, { $time }
mail-heading-cancelled-by-group = Booking cancelled
mail-text-cancelled-by-group = { $name } has cancelled the booking. The time is free again.

mail-reason = Reason
mail-word = From the manager
mail-where = Where
mail-when = When
mail-zone-note = local time, UTC{ $offset }
mail-how-to-come-in = Entrance
mail-answer-by = Answer by
mail-our-answer-by = We will answer by
mail-code = Booking code
mail-event = Event
mail-attendees = People
mail-contact = Contact
mail-note = Note
mail-address = Address
mail-alternatives = Free at the moment
mail-open = See the details
mail-open-venue = See the details
mail-closing = Any questions? Reply to this e-mail or call { $phone }.
mail-closing-venue = Replies to this e-mail go to whoever made the request.
mail-open-answer = Reply
mail-closing-answer = Please reply on the booking’s page: a reply to this e-mail does not reach the request. You can also call { $phone }.
mail-earlier = Shortly before that

### Pages: what stands on all of them

page-service = Booking at the Youth House
page-skip = Skip to the content
page-wrong = Error
page-nav = Menu
page-language = Language
page-venues = Venues
page-bookings = My bookings
page-manage = For managers
page-sign-in = Sign in
page-sign-out = Sign out
sign-out-ways = Sign out on every device
sign-out-title = Sign out
sign-out-here-text = You will be signed out in this browser only.
sign-out-here = Sign out here
sign-out-done = You are signed out.
sign-out-everywhere-text = Lost your phone, or forgot to sign out on a shared computer? You will be signed out on every device, this one included. Your requests and bookings stay.
sign-out-everywhere = Sign out everywhere
page-dev-mail = Mail
page-footer = Halls and rooms for young people. Booking is free, the answer comes by e-mail.
page-welcome = Find a hall or room for your group
page-welcome-text = Choose a hall or room, find a free time and send a request. The answer comes by e-mail.
page-people = up to { $count ->
    [one] { $count } person
   *[other] { $count } people
}
page-spaces = Halls and rooms
page-visit = How to find us
page-hours = Opening hours
page-address = Address
page-how-to-come-in = Entrance
page-phone = Phone
page-email = E-mail

### Pages: what went wrong

page-to-venues = Back to the venues
page-request-id = If you get in touch, tell us this number
page-forbidden = This could not be done
page-forbidden-text = The request came from another site, or you are not allowed to do this. Nothing was changed. Open the page again and try once more.
page-not-found = There is no such page
page-not-found-text = The link may be old, or this page is not open to you.
page-conflict = This cannot be done any more
page-conflict-text = That time is taken. Choose another one.
in-seconds = in { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
in-minutes = in { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
page-too-many = Please wait a little
page-too-many-when = There were too many requests. Try again { $when }.
page-too-many-text = There were too many requests. Try again a little later.
page-broken = Something went wrong on our side
page-broken-text = Sorry, this is our fault. Please try again in a few minutes.
page-busy = We cannot answer just now
page-busy-text = Nothing was changed. Try again in a few seconds.
page-signed-out = You are signed out
page-signed-out-text = Nothing was sent, and nothing that you typed is lost. Sign in on another tab, then come back here and reload this page: the browser asks whether to send the form again.
page-unknown = We do not know whether it was done
page-unknown-text = It may have been done, and it may not: our records did not answer in time. Please look before you send it again.
page-unreadable = We could not read this
page-unreadable-text = Open the form again and fill it in once more.

### Pages: the week of a space

week-heading = The week
week-caption = { $space }: { $dates }
week-nav = Weeks
week-previous = Previous week
week-next = Next week
week-time = Time
week-request = Send a request
week-list = Free times
week-nothing-free = Nothing is free
week-asked-for-note = already requested, but you can ask too
week-legend = What the cells mean
week-closed-all = We are closed all this week.
week-expected = { $name } (date not confirmed yet)
week-past = past
week-closed = closed
week-closure = closed
week-taken = taken
week-held = requested
week-cleaning = cleaning
week-too-soon = too late
week-too-far = too far ahead
week-too-short = too short
week-free = free
week-free-asked-for = free, already requested

### Pages: the rules of a space

rules-heading = The rules
rules-people = It holds { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
rules-length = Bookings last from { $min } to { $max }.
rules-grid = Start and end times go in steps of { $length }.
rules-notice = Send your request at least { $length } before the start.
rules-horizon = You can book up to { $days ->
    [one] { $days } day
   *[other] { $days } days
} ahead.
rules-turnaround = Cleaning between two events takes { $length }.
rules-turnaround-by-layout = Cleaning and setting up between two events takes from { $least } to { $most }, depending on how the chairs stand.
rules-layouts = Layouts: { $layouts }.
rules-automatic = If the time is free, the booking is approved at once.
rules-answer = We answer within { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}.
rules-compete = Several groups may ask for the same time; the manager decides.
rules-quota-week = In a week, one person can have at most { $what } here.
rules-quota-month = In a month, one person can have at most { $what } here.
rules-quota-bookings = { $count ->
    [one] { $count } booking
   *[other] { $count } bookings
}
rules-quota-prime = { $length } of peak time
rules-prime-time = Peak time: { $times }.

### Pages: looking for a space

search-link = Search
search-title = Find a free space
search-text = Name, or what you will do
search-text-hint = For example, dance or film. Any spelling will do: кіші, киши, kishi
search-what = What you need
search-district = District or town
search-anywhere = Anywhere
search-equipment = Equipment
search-send = Search
search-free = Free at that time: { $count }
search-found = Found: { $count }
search-none = Nothing matches. Try fewer conditions.
search-none-then = Nothing is free at that time
search-otherwise = At another time
search-request = Send a request
search-taken = This time is taken.
search-nearest = The nearest free time: { $when }
search-no-nearest = No such time is free within two weeks.
search-more = Not all results are shown. Try a narrower search.

### Pages: the request form

form-title = { $space }: request
form-summary = Please correct this
form-conflict = That time is taken
form-offers = Free at the moment
form-offers-hint = Choose one: what you wrote stays, and nothing is sent yet.
form-offer = Choose { $offer }
form-no-offers = We found nothing free in the days around it. Look at another week.
form-too-much = We keep the form so that it opens as you left it after you sign in, but this one is too long to keep. Nothing is lost: shorten the note a little (you can write the rest to the manager later), or sign in on another tab of this browser and then send the form from here.
form-too-many = Too many forms are coming from your network just now. What you filled in is still here: press the button again { $when }, or sign in first on another tab of this browser.
form-too-many-sent = That is a lot of requests for one hour. What you filled in is still here: send it again { $when }.
form-sent-before = You have already sent this request, and changed it since. If you want another one, send it again.
form-when = When
form-what = About the event
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
form-attendees-hint = An estimate is fine
form-layout = Layout
form-group = Group or organisation
form-group-hint = If there is one
form-programme = Programme
form-programme-hint = If it is part of one
form-no-programme = None
form-note = Note
form-note-hint = What should we know: equipment, guests, early arrival
form-public = Show the title to everybody
form-name = Your full name
form-name-hint = Only the venue’s manager sees it
form-phone = Phone
form-phone-hint = To reach you on the day, for example +7 701 123 45 67
form-for_name = Their full name
form-for_phone = Their phone
form-for_email = Their e-mail
form-for_email-hint = If you give it, the e-mails go there
form-for_language = Language of the e-mails
form-answer-at-once = If the time is free, the booking is approved at once.
form-answer-by = We will answer by { $moment }.
form-sign-in-note = First we e-mail you a code. What you have filled in is kept.
form-choose = Choose
form-send = Send the request
form-go-on = Continue
form-in-the-way-booking = taken
form-in-the-way-closure = closed
form-in-the-way-turnaround = it needs cleaning before or after

### Waiving rules: what is allowed once, why, and what never is

waive-outside_hours = outside opening hours
waive-holiday = on a holiday or day off
waive-too_soon = at short notice
waive-too_far = further ahead than usual
waive-too_short = shorter than usual
waive-too_long = longer than usual
waive-off_grid = off the usual time steps
waive-quota = more requests or hours than usual
form-exception = Exception
form-exception-hint = You manage this venue, so you can allow it this once.
form-waive = Allow this once: { $rule }
form-waive_reason = Why you allow it
form-waive_reason-hint = It stays with the booking
booking-waived = Allowed as an exception
booking-waive-reason = Why it was allowed
flaw-cannot-be-waived = Exceptions are possible only for opening hours, holidays, notice, how far ahead you can book, length, time steps, and the number of requests and hours.

### Pages: signing in

sign-in-title = Sign in
sign-in-how = No password needed: we e-mail you a six-digit code.
sign-in-draft = We have kept what you filled in. After you sign in, the form opens as you left it, ready to send.
sign-in-email = E-mail address
sign-in-send = Send me a code
sign-in-code-title = Enter the code
sign-in-sent-to = We sent the code to
sign-in-how-long = The code is valid for { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}, and only in this browser.
sign-in-code = Six-digit code
sign-in-wrong = Wrong code. { $tries ->
    [one] { $tries } try
   *[other] { $tries } tries
} left.
sign-in-over = The code is too old or was tried too often. Ask for a new one.
sign-in-wait = Check your mailbox first. You can ask for a new code { $when }.
sign-in-too-soon = Wrong codes were entered for this address several times, so there is a short wait. Enter this same code { $when }.
sign-in-disabled = The code is right, but signing in with this address has been closed. If you have questions, contact us.
sign-in-again-text = No e-mail? Check the spam folder, or
sign-in-again = ask for a new code

### Pages: bookings

bookings-coming = Upcoming bookings
bookings-past = Past bookings
bookings-none = There is nothing here yet.
bookings-more = Show more
booking-label = Booking
booking-code = Booking code
request-code = Request code
booking-not-done = This could not be done
booking-decide = What you can do
booking-details = Details
booking-told = Who has been told
told-request = Request
told-approved = Approval
told-approved-again = Renewed approval
told-rejected = Declined
told-cancelled = Cancellation
told-withdrawn = Withdrawal of the request
told-expired = Request not answered in time
told-time-given = Time given to another group
told-did-not-come = Nobody came
told-reopened = Reopened
told-changed = Change of details
told-moved = Move
told-move = Request to move
told-move-declined = Move declined
told-move-lapsed = Request to move not answered in time
told-move-taken-back = Request to move withdrawn
told-replaced = Time given to another booking
told-offer = Time offered
told-offer-over = Time no longer held
told-offer-taken = Offered time taken
told-question = Question
told-message = Message
told-reminder = Reminder
told-escalation = Notice to the administrators
booking-nobody-told = No e-mail was sent.
booking-history = History
booking-contact = Contact
booking-attended = How many came
booking-reason = Reason
booking-answer-by = We will answer by { $moment }.
booking-displaced = This time went to another group. The request stays in the queue for a while: if the time becomes free, we will look at it again.
booking-show-code = Tell us this code when you come. See you there!
booking-expired = Sorry, we did not answer in time. Call us, or send the request again.
booking-expired-asked = We did not get your answer to our question in time. Call us, or send the request again.
booking-mail-sent = Sent: { $moment }
booking-mail-queued = Being sent
booking-mail-failed = Could not be delivered: please call
booking-venue-note = The venue asks you to note
booking-go-on = What you can do now
booking-instead = These times are free now. Choose one: what you wrote before stays in the form.
booking-ask-again = Ask again
booking-book-again = Book again
give-up-nobody = The time becomes free. They left neither an e-mail address nor a phone number.
give-up-by-phone = The time becomes free. They have no e-mail address, please call: { $phone }
give-up-of-group = We will tell them at once, and the time becomes free.
give-up-free-at-once = The time becomes free at once: another group may take it.
give-up-request = Your request will leave the queue.
give-up-late = The venue asks to cancel earlier: the history will say that it was late.
give-up-leave = No, keep it
give-up-offer = Leave this time to others?
give-up-from = { $when } and later ({ $count ->
    [one] { $count } date
   *[other] { $count } dates
})
give-up-all = All upcoming dates ({ $count })
done-sent = Request sent
done-booked = Booked
done-taken = This time is yours now.
done-approved = Approved.
done-rejected = Declined.
done-withdrawn = Withdrawn.
done-cancelled = Cancelled. The time is free again.
done-reopened = Reopened.
done-came = Marked as arrived.
done-came-many = Marked as arrived: { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
done-no-show = Marked as a no-show.
done-changed = Changes saved.
done-shortened = It ends earlier.
done-moved = Moved.
done-move-asked = Your request to move was sent. Until it is answered, the booking stays as it is.
done-move-declined = Not moved. The booking stays as it is.
done-move-taken-back = The request to move was withdrawn.
done-asked = Question sent. Your deadline is paused until they answer.
done-written = Message sent.
done-noted = Note saved. Only those who manage the venue see it.
done-dates = Dates: { $count }.
done-mail = E-mail goes to: { $readers }.
done-no-mail = They have no e-mail address, please call: { $phone }
done-told = Marked as told.
done-not-told = The mark is removed: somebody still has to call.
done-by-phone = Written. It is on the list “Calls to make” now.
done-closed = Closed.
done-closure-changed = The closure was changed.
done-closure-taken-back = The closure was cancelled.
history-by-you = you
history-by-venue = a manager
history-by-service = automatically
history-request = Request sent
history-approve = Approved
history-reject = Declined
history-cancel = Cancelled
history-cancel-late = Cancelled late
history-withdraw = Withdrawn
history-expire = Not answered in time
history-complete = Took place
history-classify = Programme corrected
history-check-in = Checked in
history-no-show = Marked as a no-show
history-reopen = Reopened
decide-approve = Approve
decide-reject = Decline
decide-cancel = Cancel the booking
decide-withdraw = Withdraw the request
decide-reopen = Reopen
decide-check-in = Mark as arrived
decide-no-show = Nobody showed up
decide-attended = How many came (optional)
decide-reason = Choose a reason
decide-own-words = In your own words (optional)
decide-why = Write the reason
decide-anyway = { $yes }, although others lose out
decide-loses-floor = If yes: “{ $title }” ({ $group }) is left without a room. { $when }
decide-loses-seats = If yes: “{ $title }” ({ $group }) is left without enough seats. { $when }
decide-loses-stock = If yes: “{ $title }” ({ $group }) is left without enough equipment. { $when }
decide-asks-again = More requests would now lose their time than the page showed. Nothing was done: look again who they are, and decide.
decide-count-again = Correct the number
decide-not-yet-there = They are not here yet
decide-classify = Correct the programme
decide-note = Add a few words (optional)

### Problems: why a call or a page is refused, as title and sentence

problem-unauthenticated = Please sign in
problem-unauthenticated-detail = We do not know who you are yet. Sign in, or send a valid token.
problem-forbidden = You are not allowed to do this
problem-forbidden-detail = Only a manager of the venue can do this. If you need it, get in touch with the venue.
problem-not-found = Nothing here
problem-not-found-detail = We could not find what you asked for, or it is not open to you.
problem-rule = It cannot be sent like this
problem-rule-detail = Every field that has to change is named, with what would pass.
problem-conflict = The time is taken
problem-conflict-detail = Somebody was there first. Choose another time or space: the answer lists what is free.
problem-changed = The bookings have changed
problem-changed-detail = While you were deciding, the bookings changed or new ones came. The list is up to date now: look at it and decide on each again. Nothing was changed.
problem-state = Not possible now
problem-key-reused = The key was used before
problem-key-reused-detail = The same key came with another request. Use a new key for a new request.
problem-too-many = Please wait a little
problem-too-many-detail = There were too many requests. Try again a little later.
problem-busy = Very busy right now
problem-busy-detail = Nothing was changed. Please try again in a few seconds.
problem-unavailable = We cannot get at our records just now
problem-unavailable-detail = Nothing was changed. Please try again in a minute.
problem-unknown = We do not know whether it was done
problem-unknown-detail = It may have been done, and it may not: please look first. Only a request that had an Idempotency-Key can simply be sent again with the same key: it is done once, however often you send it.
problem-internal = Something went wrong on our side
problem-internal-detail = We have noted it. Please try again; if it keeps happening, call the venue.
problem-not-json = This is not JSON
problem-not-json-detail = The body could not be read as JSON. Check brackets, commas and quotation marks.
problem-media-type = Please send JSON
problem-media-type-detail = Send the body as application/json.
problem-too-large = Too large
problem-too-large-detail = The body is larger than 64 KiB. Send less.
problem-method = Wrong method
problem-method-detail = The address is right, the method is not. The Allow header names those that work.

### Pages: for managers

queue-open = Requests and day schedule
queue-heading = Requests waiting for an answer
queue-empty = Everything is answered. Thank you!
queue-group = Request
queue-rivals = Several groups are asking for the same time
queue-answer-by = Answer by
queue-overdue = The time to answer is over
queue-days-left = { $days ->
    [one] { $days } day
   *[other] { $days } days
} left
queue-left = { $length } left
queue-in-the-way = It cannot be approved as things are: the time is taken, or something is short.
queue-instead = See what can be done
day-heading = Day schedule
day-nav = Days
day-previous = Previous day
day-next = Next day
day-show = Show
day-until = continues until { $time }
day-taken-by-part = a shared part is taken
arrivals-heading = Who came: still to be counted
arrivals-lead = Enter how many came: all at once or one by one. You can correct a month up to and including day { $day } of the next one.
arrivals-none = Everything is counted. Thank you!
arrivals-expected = Expected: { $count }
arrivals-people = How many came
arrivals-save = Save
arrivals-left = Saved. Still to be counted: { $count }.
arrivals-not-all = Not everything was saved: look below.
day-asked-by-part = a shared part is requested

### How much one may have

quota-heading = Limits
quota-about = Here you decide how much time at this venue one person can have. An empty field means no limit. A week begins on Monday; a booking counts by the day on which it starts.
quota-saved = Saved. It applies to new requests.
quota-week = In a week
quota-month = In a month
quota-hours = How many hours
quota-bookings = How many bookings
quota-prime-hours = Of these, peak time
quota-prime = Peak time
quota-prime-about = The time that everybody wants, for example Friday to Sunday, 17:00–22:00. To remove a time window, clear its boxes and its times.
quota-window = Time window { $number }
quota-window-wrong = In time window { $number }, tick at least one day and give a start and an end.
quota-save = Save

### How the group kept to it before

standing-hours = Hours at this venue
standing-hours-had = { $week } that week, { $month } that month
standing-prime = Share of peak time
standing-prime-share = { $percent }% this quarter
standing-record = In the last six months
standing-record-kept = came: { $came }, cancelled late: { $late }, no-shows: { $missed }

### Pages: problems and mail of the developer

page-problem-state = The booking is in a state in which this cannot be done. The answer says which.
mailbox-heading = Sent e-mails
mailbox-note = This page opens only with the key printed at the start: e-mails are written to files.
mailbox-none = No e-mails yet.
mailbox-to = To

### Changing and moving
state-not-changeable = This can no longer be changed: { $status }.
problem-stale = The booking has changed
problem-stale-detail = Somebody changed the booking after you opened it. Check the current details and send it again.
problem-no-version = The version is missing
problem-no-version-detail = Send the ETag of the booking as you saw it in the If-Match header.
history-change = Details changed
history-shorten = Ends earlier
history-move = Moved
mail-before = It was
mail-subject-changed = Your booking has changed: { $space }, { $day }, { $time }
mail-heading-changed = Your booking has changed
mail-text-changed = You will find the new details below. If you have a question, write to us.
mail-subject-moved = Your booking was moved: { $space }, { $day }, { $time }
mail-heading-moved = Your booking has moved
mail-text-moved = The new place and time are below; the old ones no longer apply. See you there!
mail-subject-changed-by-group = Booking changed: { $space }, { $day }, { $time }
mail-heading-changed-by-group = Booking changed
mail-text-changed-by-group = { $name } changed the details of the booking. The new details are below.
mail-subject-moved-by-group = Booking moved: { $space }, { $day }, { $time }
mail-heading-moved-by-group = Booking moved
mail-text-moved-by-group = { $name } moved the booking. The old time is free again.
alter-heading = Change
alter-until = When you will finish
alter-space = Space
decide-change = Change the details
decide-finish = Finish earlier
decide-move = Move to another time or space
state-only-group = Only whoever made the booking can do this.
state-nothing-proposed = Nobody is asking for a move at the moment.
history-propose-move = Move requested
history-accept-move = Move approved
history-decline-move = Move declined
history-take-back-move = Request to move withdrawn
history-lapse-move = Request to move not answered in time
booking-asks-move = Requested new time
decide-ask-move = Ask to move it
decide-accept-move = Approve the move
decide-decline-move = Decline the move
decide-take-back-move = Withdraw the request to move
mail-wanted = Requested new time
mail-subject-move-received = Request to move received: { $space }, { $day }, { $time }
mail-heading-move-received = We have your request to move
mail-text-move-received = We will look at it and send our answer to this address. Until then your booking stays as it is.
mail-subject-move-declined = Your booking could not be moved: { $space }, { $day }, { $time }
mail-heading-move-declined = Sorry, we could not move your booking
mail-text-move-declined = It stays at its old time, and we expect you then. If you need another one, get in touch.
mail-subject-move-lapsed = Request to move not answered in time: { $space }, { $day }, { $time }
mail-heading-move-lapsed = Sorry, we did not answer about the move in time
mail-text-move-lapsed = Your booking stays at its old time. If you still need the move, ask again or call us.
mail-subject-move-proposed = Request to move: { $space }, { $day }, { $time }
mail-heading-move-proposed = Request to move a booking
mail-text-move-proposed = { $name } is waiting for your answer. Until then the booking stays as it is.
mail-subject-move-taken-back = No move needed: { $space }, { $day }, { $time }
mail-heading-move-taken-back = Request to move withdrawn
mail-text-move-taken-back = { $name } no longer wants to move the booking. No answer is needed.
### Seats and stock

form-stock = Borrow equipment, if you need it
form-stock-item = { $item }, up to { $most }
form-in-the-way-seats = not enough seats left
form-in-the-way-stock = not enough equipment left
flaw-at-most = There are { $max } in all. Please ask for no more than that.
flaw-twice = The same thing is listed twice. Remove one.
week-seats = { $seats ->
    [one] { $seats } seat free
   *[other] { $seats } seats free
}
mail-stock = Borrowed equipment

# ------------------------------------------------------------------ series

state-had-again = The series has another booking for this date by now. Look at that one on the page of the series.
mail-dates = Dates
mail-other-dates = Not included
mail-first-date = First date
mail-repeats = Repeats
mail-series-code = Series code
mail-series-dates = { $count ->
    [one] { $count } date
   *[other] { $count } dates
}
mail-subject-series-received = Request received: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-received = We have your request
mail-text-series-received = Thank you! You asked for { $count ->
    [one] one date
   *[other] { $count } dates
}. We will answer all of it in one e-mail to this address.
mail-subject-series-approved = Series approved: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-approved = Your series is approved
mail-text-series-approved = See you there! All dates are below, and a file for your calendar is attached. If you cannot come on one of them, please cancel it early on the page of the series: another group may need the time.
mail-subject-series-rejected = Request declined: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-rejected = Sorry, not this time
mail-text-series-rejected = We could not accept your request. Please try another time, or get in touch and we will look for one together.
mail-subject-series-cancelled-by-venue = Dates of your series cancelled: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-venue = Sorry, we had to cancel dates of your series
mail-text-series-cancelled-by-venue = We cannot welcome you on the dates below. Get in touch, and we will help you find others.
mail-subject-series-cancelled-by-you = You cancelled: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-you = Your bookings from the series are cancelled
mail-text-series-cancelled-by-you = The dates below are no longer yours. You can send a new request whenever you like.
mail-subject-series-withdrawn-by-you = You withdrew your request: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn-by-you = Your request is withdrawn
mail-text-series-withdrawn-by-you = Your request for the dates below is no longer in the queue. You can send a new one whenever you like.
mail-subject-series-expired = Request not answered in time: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired = Sorry, we did not answer you in time
mail-text-series-expired = That was our fault. Send the request again or call us: if the time is free, we will look at it at once.
mail-subject-series-expired-asked = Request closed: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-expired-asked = We were waiting for your answer
mail-text-series-expired-asked = We asked you something about this series and have not heard from you, so the request is closed. If you still need the times, send it again or call us: if they are free, we will look at it at once.
mail-subject-series-moved = Your series was moved: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved = Your series has moved
mail-text-series-moved = The new times and places are below; the old ones no longer apply. See you there!
mail-subject-series-changed = Your series has changed: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed = Your series has changed
mail-text-series-changed = The details of the dates below have changed; their times have not. If you have a question, write to us.
mail-subject-series-time-given = Time given to another group: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-time-given = Dates of your series went to another group
mail-text-series-time-given = Several groups asked for the dates below. Your request for them stays in the queue for seven days, or until their start if that is sooner. If a time becomes free, we will look at it again. The other dates of your series are not affected.
mail-subject-series-move-received = Request to move received: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-received = We have your request to move the series
mail-text-series-move-received = The times you asked for are below. We will answer all of them in one e-mail to this address. Until then every date stays as it is.
mail-subject-series-move-declined = Series not moved: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-declined = Sorry, we could not move your series
mail-text-series-move-declined = You asked for the times below. All dates stay as they were, and we expect you then. If you need other times, get in touch.
mail-subject-series-move-lapsed = Request to move not answered: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-lapsed = Sorry, we did not answer about the move in time
mail-text-series-move-lapsed = You asked for the times below. All dates stay as they were. If you still need the move, ask again or call us.
mail-subject-series-changed-by-group = Series changed: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-changed-by-group = Series changed
mail-text-series-changed-by-group = { $name } changed the details of the dates below. Their times are the same.
mail-subject-series-new = New request: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-new = New request for a series
mail-text-series-new = { $name } is asking for { $count ->
    [one] one date
   *[other] { $count } dates
} and waiting for your answer. You can answer all of it at once.
mail-subject-series-cancelled-by-group = Dates cancelled: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-cancelled-by-group = Dates of a series cancelled
mail-text-series-cancelled-by-group = { $name } has cancelled the dates below. Their times are free again.
mail-subject-series-withdrawn = Request withdrawn: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-withdrawn = Request for a series withdrawn
mail-text-series-withdrawn = { $name } has withdrawn the request for the dates below. No answer is needed for them.
mail-subject-series-moved-by-group = Series moved: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-moved-by-group = Series moved
mail-text-series-moved-by-group = { $name } moved the dates below. The old times are free again.
mail-subject-series-move-proposed = Request to move: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-proposed = Request to move a series
mail-text-series-move-proposed = { $name } would like the times below and is waiting for your answer. You can answer all of it at once. Until then every date stays as it is.
mail-subject-series-move-taken-back = No move needed: { $space }, { $day }, { $time } ({ mail-series-dates })
mail-heading-series-move-taken-back = Request to move a series withdrawn
mail-text-series-move-taken-back = { $name } no longer wants to move the series. No answer is needed.
### Making room for another booking, and what is held for whoever did

flaw-not-in-the-way = A booking you chose is not in the way any more, or it can no longer be cancelled. Look at what is in the way now, and choose again.
state-offered = This time is held for whoever it was offered to: they decide whether to take it. A manager can only stop holding it.
state-offer-over = The time to take this is over, and it is no longer held. If it is still free, send a request.
history-replace = Made room for another booking
history-offer = Time offered and held
decide-take-offer = Take this time
decide-leave-offer = We do not need it
decide-take-offer-for-them = Confirm that they take it
decide-take-back-offer = Stop holding it
booking-kept-for-you = Held for you alone until { $moment }. Take it, or leave it for others.
booking-kept-instead = Held for you alone until { $moment }. If you take it, we cancel your other booking ({ $place }) for you. If you would rather stay there, leave this one for others.
booking-kept-heading = Times held
booking-kept-for-them = Held until { $moment }.
form-in-place = Put it in place of another booking
form-in-place-hint = We cancel what you tick, tell the people at once and hold other times for them for 24 hours.
form-replace_reason = Why, in a few words to whoever loses their booking (optional)
form-replace_reason-hint = It is in the e-mail and stays with their booking
form-in-place-send = Approve this instead of the ticked ones
mail-kept = Held for you
mail-kept-until = { $place } (until { $until })
mail-text-kept = You choose first: the times below are held for you alone. Open the one that suits you and take it. The rest then becomes free.
mail-subject-replaced = Your time was needed for another booking: { $space }, { $day }, { $time }
mail-heading-replaced = Sorry, we needed this time for another booking
mail-text-replaced = We had to give your time to another booking, and we are sorry. If you need another time or have questions, get in touch.
mail-subject-offer-taken-back = No longer held for you: { $space }, { $day }, { $time }
mail-heading-offer-taken-back = Sorry, this time is no longer held for you
mail-text-offer-taken-back = We held this time for you and now need it ourselves. Get in touch, and we will find another one together.
mail-subject-free-again = Your old time is free again: { $space }, { $day }, { $time }
mail-heading-free-again = Your old time is free again
mail-text-free-again = We are open at that time after all. You had this time before, so we are holding it for you first. If we moved you to another time, we cancel that one for you as soon as you take this one. If you would rather stay there, simply leave this one.
mail-subject-offer-taken = The time you held was taken: { $space }, { $day }, { $time }
mail-heading-offer-taken = The time you held was taken
mail-text-offer-taken = { $name } is coming at this time. No answer is needed.
### Pages: closures

closures-heading = Closures
closures-new = Close spaces
closures-to-come = Current and upcoming
closures-over = Past
closures-none = None yet.
closures-events = Do not close for your own events: book the space for them, and everyone sees what is on.
closures-more = { $more ->
    [one] and once more
   *[other] and { $more } more times
}
closures-all = All halls and rooms
closures-never = cancelled before it began
closures-what = What is closed
closures-why = Why
closures-from = From: date
closures-from-time = From: time
closures-to = To: date
closures-to-time = To: time
closures-until = Every week, until
closures-until-hint = Leave it empty to close only once. The last day counts too.
closures-reason = Reason
closures-look = See who is affected
closures-preview = Before you close
closures-no-hits = No booking is affected.
closures-hits = { $many ->
    [one] One booking is affected. Decide what happens to it: the e-mail goes out at once.
   *[other] { $many } bookings are affected. Decide what happens to each: the e-mails go out at once.
}
closures-state = State
closures-decline-move = Decline the move; the booking stays as it is
closures-reject = Decline the request
closures-cancel = Cancel the booking
closures-cut = Keep it, but end it at { $time }
closures-move = Move to: { $place }
closures-taken = { $place }: not free any more. Choose another space or time.
closures-undecided = Decide what happens to this booking.
closures-not-yet = Nothing has been changed yet
closures-apply = Apply and tell everyone
closures-leave = Leave everything as it is
closures-one = Closure
closures-times = All dates
closures-calls = Call them: these start within 48 hours
closures-no-calls = Nobody to call: no affected booking starts within the next 48 hours.
closures-now = Now: { $place }
closures-declined = The move was declined, the booking stays as it was
closures-told-by = Told by { $name }, { $moment }
closures-tell = Mark as told
closures-untell = Undo
closures-change = Extend, shorten, end
closures-end-now = End it now
closures-take-back = Cancel this closure
closures-take-back-hint = Every closed time that has not begun opens again. What has passed stays here as a record.
### Messages, reminders, telling the administrators

history-ask = Question asked
history-answer = Question answered
history-escalate = No answer in time; an administrator was told
messages-heading = Messages
messages-internal = only for us
messages-only-us = Only for us: not shown to whoever made the request
messages-send = Send
messages-to-group = Write a message
messages-to-venue = Write to the manager
messages-write = What you write also goes out by e-mail.
messages-ask = If you ask a question, your deadline is paused until they reply, for up to two working days.
messages-by-phone = They have no e-mail: what you write goes onto the list “Calls to make”. Tell them yourself:
messages-to-nobody = They left neither an e-mail address nor a phone number: what you write stays on this page only.
calls-heading = Calls to make
calls-lead = These people have no e-mail address, or their booking starts very soon. Call them, tell them, and tick them off.
calls-none = There is nobody to call.
calls-closure = Their time is closed
booking-call-waits = To be told by phone
booking-call-told = Told by phone: { $moment }
messages-group-asked = The question has been asked, and we are waiting for the reply. Your deadline has moved.
messages-you-are-asked = You have a question to answer. Please reply here: then we go on with your request.
queue-ask = Ask a question
mail-message = Message
mail-subject-question = A question about your request: { $space }, { $day }, { $time }
mail-heading-question = We have a question about your request
mail-text-question = Please open the booking’s page using the link below and reply there. While we wait for you (up to two working days), our deadline is paused.
mail-subject-venue-wrote = A message for you: { $space }, { $day }, { $time }
mail-heading-venue-wrote = We wrote to you about your booking
mail-text-venue-wrote = If you want to reply, open the booking’s page using the link below.
mail-subject-group-wrote = New message: { $space }, { $day }, { $time }
mail-heading-group-wrote = New message
mail-text-group-wrote = { $name } wrote to you. You can reply on the booking’s page.
mail-subject-reminder = { $count ->
    [one] { $count } request is waiting for an answer
   *[other] { $count } requests are waiting for an answer
}
mail-heading-reminder = { $count ->
    [one] { $count } request is waiting for an answer
   *[other] { $count } requests are waiting for an answer
}
mail-text-reminder = Half of the time to answer is over, and people are waiting. Please have a look:
mail-subject-escalation = Not answered in time: { $count }
mail-heading-escalation = Requests not answered in time: { $count }
mail-text-escalation = Nobody answered these requests. You can see below what happened to each.
mail-waits-until = Answer by { $moment }.
mail-other-dates-count = And { $count ->
    [one] one more date
   *[other] { $count } more dates
} of this series.
mail-became-expired = The request was closed without an answer, and whoever sent it was told.
mail-became-stays = The request goes on waiting until its start.
mail-became-approved = The request was approved automatically.
mail-became-move-lapsed = The request to move was not answered in time; the booking stays at its old time.
mail-closing-overlooked = This e-mail was sent automatically.
form-repeat = Repeat
form-repeat-hint = Leave it as it is if you need one date only. You will see which dates are free before anything is sent.
form-every = How often
form-until = Last date
form-until-hint = The series ends on or before this date.
form-count = Or how many times
series-once = Once
series-week = Every week
series-two-weeks = Every two weeks
series-month = Every month, in the same week of the month
series-month-last = Every month, on the last such weekday
series-each-week = Every { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
series-each-two-weeks = Every two weeks on { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
series-each-month = The { $nth ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[5] last
} { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} of every month
series-report = Check the dates of your series
series-report-lead = Free dates: { $free } of { $all }. Nothing has been sent yet.
series-report-send = Send the request for { $free ->
    [one] one date
   *[other] { $free } dates
}
series-report-change = Change the request
series-report-waive = Check the dates with these exceptions
series-waive = Needed for { $count ->
    [one] { $count } date
   *[other] { $count } dates
}
series-free = Free
series-taken = Taken
series-closed = We are closed at that time
series-holiday = Holiday
series-rule = Not allowed by the rules
series-label = Series
series-approved = Approved
series-waiting = Waiting for an answer
series-missed = Not included
series-approve = Approve the series
series-except = Without these dates
series-reject = Decline the series
series-cancel = Cancel dates
series-move = Move to another time
series-ask-move = Ask for another time
series-ask-move-hint = We answer for all dates at once. Until then every date stays as it is.
series-accept-move = Move the series as requested
series-decline-move = Do not move the series
series-asks-move = Requested new times
series-you-ask-move = You asked for
series-waits-move = Move of a series: { $count ->
    [one] one date
   *[other] { $count } dates
}, the last on { $last }
series-change = Change the details
series-change-hint = What you leave as it is stays as it is on every date.
series-from = Starting from
series-all = All upcoming dates
series-add = Add this date
series-not-all = Nothing was changed, because some dates are not available. Choose another time, or leave these dates out:
series-waits = Series: { $count ->
    [one] one date
   *[other] { $count } dates
}, the last on { $last }
series-see = See all dates
series-same-space = Where it is now
series-report-changed = Some dates were taken while you were sending. Please look at the list again.
series-of = One date of a series
