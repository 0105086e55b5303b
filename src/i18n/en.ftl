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
