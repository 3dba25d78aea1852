/** Date windows of events, each cut to the number of events that the API returns. */
package io.tourbus.ticketmaster.window;
