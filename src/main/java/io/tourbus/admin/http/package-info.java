/** The HTTP server of a serving Tourbus: access control, the page, and server-sent events. */
package io.tourbus.admin.http;
