/** Live edits of routes and settings while Tourbus serves. */
package io.tourbus.reload;
