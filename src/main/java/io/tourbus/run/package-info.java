/** The life of a run: start, lock, progress, counters, report, suspension and resumption. */
package io.tourbus.run;
