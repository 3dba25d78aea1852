/** One API response: the request for it, its entities, and their fields. */
package io.tourbus.source.page;
