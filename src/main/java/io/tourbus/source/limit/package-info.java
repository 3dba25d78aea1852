/** Rate limits, pauses and daily quotas of a source. */
package io.tourbus.source.limit;
