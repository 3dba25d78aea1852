/** Base classes of the subcommands: their settings, their output, the state, and runs in the foreground. */
package io.tourbus.cli.base;
