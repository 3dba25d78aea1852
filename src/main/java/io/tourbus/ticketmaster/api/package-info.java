/** The protocol of the Discovery API: paging, responses, rate limit headers and field formats. */
package io.tourbus.ticketmaster.api;
