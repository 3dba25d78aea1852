/** What outsiders see and control while Tourbus serves. */
package io.tourbus.admin;
