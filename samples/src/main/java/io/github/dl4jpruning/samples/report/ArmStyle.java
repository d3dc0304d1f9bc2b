package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.experiment.Arms;

/**
 * How an arm looks, the same in every figure: a colour that the colour-blind tell apart (Okabe and Ito, made a little
 * darker or lighter to stand out from the page) and a mark.
 *
 * @param css class of the style sheet
 * @param shape of the mark
 */
record ArmStyle(String css, Shape shape) {
    private static final double SIZE = 3.6;

    /** Shapes of marks. */
    enum Shape {
        CIRCLE,
        SQUARE,
        DIAMOND,
        TRIANGLE
    }

    static ArmStyle of(String arm) {
        return switch (arm) {
            case Arms.PRUNING -> new ArmStyle("pruning", Shape.CIRCLE);
            case Arms.NONE -> new ArmStyle("none", Shape.SQUARE);
            case Arms.DROPOUT -> new ArmStyle("dropout", Shape.DIAMOND);
            case Arms.MC_DROPOUT -> new ArmStyle("mc", Shape.TRIANGLE);
            default -> new ArmStyle("other", Shape.SQUARE);
        };
    }

    /** The outline of the mark around a point. */
    String mark(double x, double y) {
        return switch (shape) {
            case CIRCLE -> "M" + Svg.at(x - SIZE) + " " + Svg.at(y) + "a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z";
            case SQUARE -> "M" + Svg.at(x - 3.2) + " " + Svg.at(y - 3.2) + "h6.4v6.4h-6.4z";
            case DIAMOND -> "M" + Svg.at(x) + " " + Svg.at(y - 4.6) + "l4.6 4.6l-4.6 4.6l-4.6 -4.6z";
            case TRIANGLE -> "M" + Svg.at(x) + " " + Svg.at(y - 4.4) + "l4.3 7.6h-8.6z";
        };
    }
}
