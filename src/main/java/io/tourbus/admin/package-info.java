/** Administration of a serving Tourbus: the beans of the HTTP API. */
package io.tourbus.admin;
