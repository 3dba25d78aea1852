/** What every sink provides: settings, beans, a check, counters, and the handling of records that it refuses. */
package io.tourbus.sink;
