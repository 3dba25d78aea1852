/** The slices of a run: how many are read at a time, which of them delivers a record, and how the state stores them. */
package io.tourbus.run.slice;
