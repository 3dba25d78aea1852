/** Checks that a run would work ({@code tourbus check}), and that the lake contains what a run wrote ({@code tourbus verify}). */
package io.tourbus.check;
