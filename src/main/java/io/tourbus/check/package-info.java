/**
 * {@code tourbus check} and {@code tourbus verify}: whether a run would work, and whether the lake holds what a
 * run wrote.
 */
package io.tourbus.check;
