/** Requests, responses and JSON entities of paged APIs. */
package io.tourbus.source.page;
