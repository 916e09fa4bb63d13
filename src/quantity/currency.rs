//! The currencies of ISO 4217, as active in 2026.
//!
//! Codes without a minor unit (metals, drawing rights, testing) are left out: no amount can be rounded in them.

use crate::base::Language;

/// A currency of ISO 4217.
#[derive(Debug, PartialEq, Eq)]
pub struct Currency {
    /// The alphabetic code, such as `EUR`.
    pub code: &'static str,
    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for TND.
    pub digits: u32,
    /// The name in English.
    pub english: &'static str,
    /// The name in French; the code for the currencies that French contracts rarely use.
    pub french: &'static str,
}

impl Currency {
    /// The currency with this code; case counts.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        CURRENCIES.binary_search_by_key(&code, |currency| currency.code).ok().and_then(|i| CURRENCIES.get(i))
    }

    /// The name in `language`.
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.french,
            Language::English => self.english,
        }
    }
}

const fn currency(code: &'static str, digits: u32, english: &'static str, french: &'static str) -> Currency {
    let french = if french.is_empty() { code } else { french };
    Currency { code, digits, english, french }
}

/// The sign for a currency that is not named: the unit of amounts in a contract whose currency is a blank. Nobody can write it.
pub const UNNAMED: &str = "¤";

/// Every currency, sorted by code.
#[rustfmt::skip]
pub const CURRENCIES: &[Currency] = &[
    currency("AED", 2, "UAE dirham", ""),
    currency("AFN", 2, "Afghan afghani", ""),
    currency("ALL", 2, "Albanian lek", ""),
    currency("AMD", 2, "Armenian dram", ""),
    currency("AOA", 2, "Angolan kwanza", ""),
    currency("ARS", 2, "Argentine peso", "peso argentin"),
    currency("AUD", 2, "Australian dollar", "dollar australien"),
    currency("AWG", 2, "Aruban florin", ""),
    currency("AZN", 2, "Azerbaijani manat", ""),
    currency("BAM", 2, "Bosnian convertible mark", ""),
    currency("BBD", 2, "Barbados dollar", ""),
    currency("BDT", 2, "Bangladeshi taka", ""),
    currency("BHD", 3, "Bahraini dinar", ""),
    currency("BIF", 0, "Burundian franc", "franc burundais"),
    currency("BMD", 2, "Bermudian dollar", ""),
    currency("BND", 2, "Brunei dollar", ""),
    currency("BOB", 2, "Bolivian boliviano", ""),
    currency("BOV", 2, "Bolivian mvdol", ""),
    currency("BRL", 2, "Brazilian real", "réal brésilien"),
    currency("BSD", 2, "Bahamian dollar", ""),
    currency("BTN", 2, "Bhutanese ngultrum", ""),
    currency("BWP", 2, "Botswana pula", ""),
    currency("BYN", 2, "Belarusian rouble", ""),
    currency("BZD", 2, "Belize dollar", ""),
    currency("CAD", 2, "Canadian dollar", "dollar canadien"),
    currency("CDF", 2, "Congolese franc", "franc congolais"),
    currency("CHE", 2, "WIR euro", ""),
    currency("CHF", 2, "Swiss franc", "franc suisse"),
    currency("CHW", 2, "WIR franc", ""),
    currency("CLF", 4, "Chilean unidad de fomento", ""),
    currency("CLP", 0, "Chilean peso", "peso chilien"),
    currency("CNY", 2, "Chinese yuan renminbi", "yuan renminbi"),
    currency("COP", 2, "Colombian peso", "peso colombien"),
    currency("COU", 2, "Colombian unidad de valor real", ""),
    currency("CRC", 2, "Costa Rican colón", ""),
    currency("CUP", 2, "Cuban peso", ""),
    currency("CVE", 2, "Cabo Verde escudo", ""),
    currency("CZK", 2, "Czech koruna", "couronne tchèque"),
    currency("DJF", 0, "Djibouti franc", "franc de Djibouti"),
    currency("DKK", 2, "Danish krone", "couronne danoise"),
    currency("DOP", 2, "Dominican peso", ""),
    currency("DZD", 2, "Algerian dinar", "dinar algérien"),
    currency("EGP", 2, "Egyptian pound", "livre égyptienne"),
    currency("ERN", 2, "Eritrean nakfa", ""),
    currency("ETB", 2, "Ethiopian birr", ""),
    currency("EUR", 2, "euro", "euro"),
    currency("FJD", 2, "Fiji dollar", ""),
    currency("FKP", 2, "Falkland Islands pound", ""),
    currency("GBP", 2, "pound sterling", "livre sterling"),
    currency("GEL", 2, "Georgian lari", ""),
    currency("GHS", 2, "Ghanaian cedi", ""),
    currency("GIP", 2, "Gibraltar pound", ""),
    currency("GMD", 2, "Gambian dalasi", ""),
    currency("GNF", 0, "Guinean franc", "franc guinéen"),
    currency("GTQ", 2, "Guatemalan quetzal", ""),
    currency("GYD", 2, "Guyanese dollar", ""),
    currency("HKD", 2, "Hong Kong dollar", "dollar de Hong Kong"),
    currency("HNL", 2, "Honduran lempira", ""),
    currency("HTG", 2, "Haitian gourde", "gourde haïtienne"),
    currency("HUF", 2, "Hungarian forint", "forint hongrois"),
    currency("IDR", 2, "Indonesian rupiah", ""),
    currency("ILS", 2, "Israeli new shekel", "nouveau shekel israélien"),
    currency("INR", 2, "Indian rupee", "roupie indienne"),
    currency("IQD", 3, "Iraqi dinar", ""),
    currency("IRR", 2, "Iranian rial", ""),
    currency("ISK", 0, "Icelandic króna", ""),
    currency("JMD", 2, "Jamaican dollar", ""),
    currency("JOD", 3, "Jordanian dinar", ""),
    currency("JPY", 0, "Japanese yen", "yen japonais"),
    currency("KES", 2, "Kenyan shilling", ""),
    currency("KGS", 2, "Kyrgyz som", ""),
    currency("KHR", 2, "Cambodian riel", ""),
    currency("KMF", 0, "Comorian franc", "franc comorien"),
    currency("KPW", 2, "North Korean won", ""),
    currency("KRW", 0, "South Korean won", "won sud-coréen"),
    currency("KWD", 3, "Kuwaiti dinar", ""),
    currency("KYD", 2, "Cayman Islands dollar", ""),
    currency("KZT", 2, "Kazakhstani tenge", ""),
    currency("LAK", 2, "Lao kip", ""),
    currency("LBP", 2, "Lebanese pound", "livre libanaise"),
    currency("LKR", 2, "Sri Lanka rupee", ""),
    currency("LRD", 2, "Liberian dollar", ""),
    currency("LSL", 2, "Lesotho loti", ""),
    currency("LYD", 3, "Libyan dinar", ""),
    currency("MAD", 2, "Moroccan dirham", "dirham marocain"),
    currency("MDL", 2, "Moldovan leu", ""),
    currency("MGA", 2, "Malagasy ariary", "ariary malgache"),
    currency("MKD", 2, "Macedonian denar", ""),
    currency("MMK", 2, "Myanmar kyat", ""),
    currency("MNT", 2, "Mongolian tugrik", ""),
    currency("MOP", 2, "Macao pataca", ""),
    currency("MRU", 2, "Mauritanian ouguiya", "ouguiya mauritanien"),
    currency("MUR", 2, "Mauritius rupee", "roupie mauricienne"),
    currency("MVR", 2, "Maldivian rufiyaa", ""),
    currency("MWK", 2, "Malawi kwacha", ""),
    currency("MXN", 2, "Mexican peso", "peso mexicain"),
    currency("MXV", 2, "Mexican unidad de inversión", ""),
    currency("MYR", 2, "Malaysian ringgit", ""),
    currency("MZN", 2, "Mozambique metical", ""),
    currency("NAD", 2, "Namibia dollar", ""),
    currency("NGN", 2, "Nigerian naira", ""),
    currency("NIO", 2, "Nicaraguan córdoba", ""),
    currency("NOK", 2, "Norwegian krone", "couronne norvégienne"),
    currency("NPR", 2, "Nepalese rupee", ""),
    currency("NZD", 2, "New Zealand dollar", "dollar néo-zélandais"),
    currency("OMR", 3, "Omani rial", ""),
    currency("PAB", 2, "Panamanian balboa", ""),
    currency("PEN", 2, "Peruvian sol", ""),
    currency("PGK", 2, "Papua New Guinean kina", ""),
    currency("PHP", 2, "Philippine peso", ""),
    currency("PKR", 2, "Pakistani rupee", ""),
    currency("PLN", 2, "Polish zloty", "zloty polonais"),
    currency("PYG", 0, "Paraguayan guaraní", ""),
    currency("QAR", 2, "Qatari riyal", ""),
    currency("RON", 2, "Romanian leu", "leu roumain"),
    currency("RSD", 2, "Serbian dinar", ""),
    currency("RUB", 2, "Russian rouble", "rouble russe"),
    currency("RWF", 0, "Rwandan franc", "franc rwandais"),
    currency("SAR", 2, "Saudi riyal", "riyal saoudien"),
    currency("SBD", 2, "Solomon Islands dollar", ""),
    currency("SCR", 2, "Seychelles rupee", ""),
    currency("SDG", 2, "Sudanese pound", ""),
    currency("SEK", 2, "Swedish krona", "couronne suédoise"),
    currency("SGD", 2, "Singapore dollar", "dollar de Singapour"),
    currency("SHP", 2, "Saint Helena pound", ""),
    currency("SLE", 2, "Sierra Leonean leone", ""),
    currency("SOS", 2, "Somali shilling", ""),
    currency("SRD", 2, "Surinam dollar", ""),
    currency("SSP", 2, "South Sudanese pound", ""),
    currency("STN", 2, "São Tomé and Príncipe dobra", ""),
    currency("SVC", 2, "Salvadoran colón", ""),
    currency("SYP", 2, "Syrian pound", ""),
    currency("SZL", 2, "Swazi lilangeni", ""),
    currency("THB", 2, "Thai baht", "baht thaïlandais"),
    currency("TJS", 2, "Tajik somoni", ""),
    currency("TMT", 2, "Turkmenistan manat", ""),
    currency("TND", 3, "Tunisian dinar", "dinar tunisien"),
    currency("TOP", 2, "Tongan paʻanga", ""),
    currency("TRY", 2, "Turkish lira", "livre turque"),
    currency("TTD", 2, "Trinidad and Tobago dollar", ""),
    currency("TWD", 2, "New Taiwan dollar", ""),
    currency("TZS", 2, "Tanzanian shilling", ""),
    currency("UAH", 2, "Ukrainian hryvnia", ""),
    currency("UGX", 0, "Ugandan shilling", ""),
    currency("USD", 2, "US dollar", "dollar américain"),
    currency("USN", 2, "US dollar, next day", ""),
    currency("UYI", 0, "Uruguayan peso in indexed units", ""),
    currency("UYU", 2, "Uruguayan peso", ""),
    currency("UYW", 4, "Uruguayan unidad previsional", ""),
    currency("UZS", 2, "Uzbekistani sum", ""),
    currency("VED", 2, "Venezuelan digital bolívar", ""),
    currency("VES", 2, "Venezuelan bolívar soberano", ""),
    currency("VND", 0, "Vietnamese dong", ""),
    currency("VUV", 0, "Vanuatu vatu", "vatu du Vanuatu"),
    currency("WST", 2, "Samoan tala", ""),
    currency("XAD", 2, "Arab accounting dinar", ""),
    currency("XAF", 0, "Central African CFA franc", "franc CFA d’Afrique centrale"),
    currency("XCD", 2, "East Caribbean dollar", ""),
    currency("XCG", 2, "Caribbean guilder", ""),
    currency("XOF", 0, "West African CFA franc", "franc CFA d’Afrique de l’Ouest"),
    currency("XPF", 0, "CFP franc", "franc Pacifique"),
    currency("YER", 2, "Yemeni rial", ""),
    currency("ZAR", 2, "South African rand", "rand sud-africain"),
    currency("ZMW", 2, "Zambian kwacha", ""),
    currency("ZWG", 2, "Zimbabwe gold", ""),
];

#[cfg(test)]
mod tests {
    use super::{CURRENCIES, Currency};
    use crate::base::Language;

    #[test]
    fn codes_are_sorted_so_that_each_is_found() {
        assert!(CURRENCIES.is_sorted_by(|a, b| a.code < b.code));
        assert!(CURRENCIES.iter().all(|c| Currency::find(c.code) == Some(c)));
    }

    #[test]
    fn minor_units_are_those_of_the_standard() {
        let digits = |code| Currency::find(code).map(|c| c.digits);
        assert_eq!(digits("EUR"), Some(2));
        assert_eq!(digits("JPY"), Some(0));
        assert_eq!(digits("TND"), Some(3));
        assert_eq!(digits("CLF"), Some(4));
    }

    #[test]
    fn withdrawn_codes_and_other_cases_are_unknown() {
        for code in ["FRF", "HRK", "BGN", "ANG", "ZWL", "eur", "XXX", ""] {
            assert_eq!(Currency::find(code), None, "{code}");
        }
    }

    #[test]
    fn a_currency_without_a_french_name_shows_its_code() {
        let french = |code| Currency::find(code).map(|c| c.name(Language::French));
        assert_eq!(french("CHF"), Some("franc suisse"));
        assert_eq!(french("MVR"), Some("MVR"));
    }
}
