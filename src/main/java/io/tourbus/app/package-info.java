/** The composition root: boots Camel Main, connects the modules, and decides what a command needs. */
package io.tourbus.app;
