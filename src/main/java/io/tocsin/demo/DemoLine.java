package io.tocsin.demo;

import io.tocsin.label.Labels;

/** One line of the demo source, with the labels of its stream. */
record DemoLine(Labels stream, String text) {}
