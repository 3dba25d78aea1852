package io.tourbus.state;

/** A dead letter under the number by which people name it. */
public record StoredLetter(long id, DeadLetter letter) {}
