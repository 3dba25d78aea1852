/** What does not work as it should, for the page and the API. */
package io.tourbus.admin.status;
