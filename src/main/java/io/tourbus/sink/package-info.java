/** What every sink provides: settings, beans, a check, counters, and the handling of what it does not accept. */
package io.tourbus.sink;
