/** Exit codes, and the messages of failed commands. */
package io.tourbus.cli.exit;
