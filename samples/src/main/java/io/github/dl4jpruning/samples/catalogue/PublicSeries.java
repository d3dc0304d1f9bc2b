package io.github.dl4jpruning.samples.catalogue;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.RowRange;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of the catalogue. Every address names a commit, so that the bytes behind it stay the same. */
final class PublicSeries {
    private static final String GITHUB = "https://raw.githubusercontent.com/";
    private static final String PROVIDER = "the provider's terms";
    private static final String ETT_CITATION = "Zhou, H. et al. (2021): Informer: Beyond Efficient Transformer for Long"
            + " Sequence Time-Series Forecasting. AAAI 35(12), 11106-11115";
    private static final String ETT_LICENCE = "CC BY-ND 4.0";
    private static final RowRange ALL_ROWS = new RowRange(Optional.empty(), Optional.empty());
    private static final List<String> TRANSFORMER_LOADS = List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL");
    private static final double MINUTES = 60;
    private static final int TRADING_WEEK = 5;
    private static final int WEEK = 7;
    private static final int DAY = 24;

    /** All entries. */
    static final List<CatalogueEntry> ALL = List.of(
            standardAndPoors(),
            bitcoin(),
            household(),
            airQuality(),
            transformer(
                    "etth1",
                    "first transformer",
                    "ETTh1.csv",
                    2_589_657,
                    "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066"),
            transformer(
                    "etth2",
                    "second transformer",
                    "ETTh2.csv",
                    2_417_960,
                    "a3dc2c597b9218c7ce1cd55eb77b283fd459a1d09d753063f944967dd6b9218b"),
            beijing(),
            load());

    private PublicSeries() {}

    private static CatalogueEntry standardAndPoors() {
        return new CatalogueEntry(
                "sp500",
                "S&P 500 index, daily from 1990",
                PROVIDER,
                "S&P 500 (^GSPC), from github.com/fja05680/stock_market_calendar",
                github(
                        "fja05680/stock_market_calendar/7041e86bf1f3a18c7b0a24a2fbb27031dc1388c5/%5EGSPC.csv",
                        "GSPC.csv", 2_519_966, "baf4e47ab3d5f1328ab22772a836f3579af810d861a95742fd472f33ba180a7c"),
                dated("Date"),
                from("1990"), // Open is 0 from 1962 to 1982
                List.of("Open", "High", "Low", "Close", "Adj Close", "Volume"),
                Map.of(),
                "Close",
                List.of("High", "Low"),
                "index points",
                Change.RETURN,
                TRADING_WEEK);
    }

    private static CatalogueEntry bitcoin() {
        return new CatalogueEntry(
                "bitcoin",
                "Bitcoin price, daily from 2014",
                PROVIDER,
                "Bitcoin in US dollars, from github.com/akarazhev/bitcoin-risk-brief",
                github(
                        "akarazhev/bitcoin-risk-brief/4909647d3f83b3c130524636837445260a1fa400/collector/btc-csv/"
                                + "btc_usd_daily.csv",
                        "btc_usd_daily.csv",
                        1_241_469,
                        "dcb3be72fd9796761d3fc6f4b0e4913f8f4dfd1f1518f0d2f61d2ec7f75d8bc9"),
                dated("timeOpen").withSeparator(';'),
                from("2014"), // the unit of the volume changes on 2013-12-27
                List.of("open", "high", "low", "close", "volume", "marketCap", "circulatingSupply"),
                Map.of(),
                "close",
                List.of("high", "low"),
                "US dollars",
                Change.RETURN,
                WEEK);
    }

    private static CatalogueEntry household() {
        return new CatalogueEntry(
                "household",
                "electric power of a household, hourly means",
                "CC BY 4.0",
                "Hebrail, G. and Berard, A. (2006): Individual Household Electric Power Consumption. UCI Machine Learning"
                        + " Repository, doi.org/10.24432/C58K54",
                github(
                        "TeshomeBalkew/HouseELctrcty_consumption_project/7f87cdaefeaccd489daab2d3a71d950187940f74/"
                                + "household_power_consumption_hourly.csv",
                        "household_power_consumption_hourly.csv",
                        3_051_857,
                        "ae95f41e6c7dea54edd737cd8a7013746578680e9ef11805b7d705d6d7a86b04"),
                dated("datetime"),
                // The first hour and the last one have not all their minutes.
                new RowRange(Optional.of("2006-12-16T18:00"), Optional.of("2010-11-26T20:00")),
                List.of(
                        "Global_active_power",
                        "Global_reactive_power",
                        "Voltage",
                        "Global_intensity",
                        "Sub_metering_1",
                        "Sub_metering_2",
                        "Sub_metering_3"),
                // Sums over minutes; those of the sub-meters are watt-hours already.
                Map.of(
                        "Global_active_power",
                        MINUTES,
                        "Global_reactive_power",
                        MINUTES,
                        "Voltage",
                        MINUTES,
                        "Global_intensity",
                        MINUTES),
                "Global_active_power",
                List.of("Voltage", "Sub_metering_1", "Sub_metering_2", "Sub_metering_3"),
                "kW",
                Change.LEVEL,
                DAY);
    }

    private static CatalogueEntry airQuality() {
        return new CatalogueEntry(
                "air-quality",
                "air in an Italian city, hourly",
                "CC BY 4.0",
                "Vito, S. (2008): Air Quality. UCI Machine Learning Repository, doi.org/10.24432/C59K5F",
                github(
                        "dsjwong/ml-air-quality-forecasting/d855b82d67b3a24fa8d5514449782f833cac2c24/data/AirQualityUCI.csv",
                        "AirQualityUCI.csv",
                        785_065,
                        "13277ae5d8581e80b7be09d47c7d3d06fe9b8e957078f2cf6e859f955e62f996"),
                new CsvFormat(';', true, List.of("-200"), List.of("Date", "Time"), Optional.of("dd/MM/yyyy HH.mm.ss")),
                ALL_ROWS,
                List.of(
                        "CO(GT)",
                        "PT08.S1(CO)",
                        "NMHC(GT)",
                        "C6H6(GT)",
                        "PT08.S2(NMHC)",
                        "NOx(GT)",
                        "PT08.S3(NOx)",
                        "NO2(GT)",
                        "PT08.S4(NO2)",
                        "PT08.S5(O3)",
                        "T",
                        "RH",
                        "AH"),
                Map.of(),
                "CO(GT)",
                List.of("PT08.S1(CO)", "T", "RH"),
                "mg/m3",
                Change.LEVEL,
                DAY);
    }

    private static CatalogueEntry transformer(String name, String which, String file, long bytes, String sha256) {
        return new CatalogueEntry(
                name,
                "oil temperature of an electricity transformer, hourly (" + which + ")",
                ETT_LICENCE,
                ETT_CITATION,
                github(
                        "zhouhaoyi/ETDataset/1d16c8f4f943005d613b5bc962e9eeb06058cf07/ETT-small/" + file,
                        file,
                        bytes,
                        sha256),
                dated("date"),
                ALL_ROWS,
                List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"),
                Map.of(),
                "OT",
                TRANSFORMER_LOADS,
                "degrees Celsius",
                Change.LEVEL,
                DAY);
    }

    private static CatalogueEntry beijing() {
        return new CatalogueEntry(
                "beijing-pm25",
                "fine dust in Beijing, hourly",
                "CC BY 4.0",
                "Chen, S. (2015): Beijing PM2.5. UCI Machine Learning Repository, doi.org/10.24432/C5JS49",
                github(
                        "jbrownlee/Datasets/d20fcb6402ae34e653d4513b00f39257bb37ed7f/pollution.csv",
                        "beijing_pm25.csv",
                        2_010_492,
                        "892e9559205d16d32623135c127a3951c12e46ea1e0b3093e107ce89a9fd60e2"),
                CsvFormat.plain()
                        .withMissing("NA")
                        .withDates(Optional.of("yyyy M d H"), "year", "month", "day", "hour"),
                ALL_ROWS,
                List.of("pm2.5", "DEWP", "TEMP", "PRES", "Iws", "Is", "Ir"),
                Map.of(),
                "pm2.5",
                List.of("DEWP", "TEMP", "PRES", "Iws"),
                "ug/m3",
                Change.LEVEL,
                DAY);
    }

    private static CatalogueEntry load() {
        return new CatalogueEntry(
                "load",
                "made-up electric load, hourly for 84 days",
                "as this project",
                "made by this project, nothing to fetch",
                Optional.empty(),
                CsvFormat.plain(),
                ALL_ROWS,
                List.of(HourlyLoad.COLUMN),
                Map.of(),
                HourlyLoad.COLUMN,
                List.of(),
                "MW",
                Change.LEVEL,
                DAY);
    }

    private static Optional<RemoteFile> github(String path, String name, long bytes, String sha256) {
        return Optional.of(new RemoteFile(URI.create(GITHUB + path), name, bytes, sha256));
    }

    private static CsvFormat dated(String column) {
        return CsvFormat.plain().withDates(Optional.empty(), column);
    }

    private static RowRange from(String first) {
        return new RowRange(Optional.of(first), Optional.empty());
    }
}
