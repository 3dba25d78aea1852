/** Boots the bus: Camel, its beans, and the command line that it is handed to. */
package io.tourbus;
