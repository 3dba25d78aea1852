/** What Tourbus remembers about the limits of sources: send times, daily quotas, and when a source must not be called. */
package io.tourbus.state.limit;
