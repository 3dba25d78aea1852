/** {@code tourbus preview}: a few records, as a run would deliver them. */
package io.tourbus.preview;
