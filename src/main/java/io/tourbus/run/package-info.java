/** The life of a run: start, progress, counters, report, and resumption. */
package io.tourbus.run;
