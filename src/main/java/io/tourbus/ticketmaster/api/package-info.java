/** The Discovery API itself: requests, paging limits, responses, quota headers and field formats. */
package io.tourbus.ticketmaster.api;
