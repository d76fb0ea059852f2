# SPDX-License-Identifier: Apache-2.0
"""Kinds of values that identify somebody, and the names of fields that hold them."""

import enum
import re
from functools import lru_cache
from typing import Final

from ocppdesk.core.masking import is_secret


class Kind(enum.Enum):
    """What a value identifies.

    Each has a prefix for its aliases, the number of their digits, and a title.
    """

    CHARGER = ("CHARGER", 2, "Charger identities")
    TAG = ("TAG", 4, "Cards and tokens")
    CONTRACT = ("EMAID", 4, "Contracts")
    VEHICLE = ("VEHICLE", 4, "Vehicles")
    SERIAL = ("SERIAL", 2, "Serial numbers")
    METER = ("METER", 2, "Serial numbers of meters")
    EVSE = ("EVSE", 2, "EVSE ids")
    ICCID = ("ICCID", 2, "SIM cards")
    IMSI = ("IMSI", 2, "Mobile subscribers")
    IMEI = ("IMEI", 2, "Modems")
    PHONE = ("PHONE", 2, "Telephone numbers")
    MAC = ("MAC", 2, "MAC addresses")
    ADDRESS = ("IP", 2, "IP addresses")
    HOST = ("HOST", 2, "Host names")
    NETWORK = ("WIFI", 2, "Networks")
    USER = ("USER", 2, "User names")
    EMAIL = ("EMAIL", 2, "E-mail addresses")
    PERSON = ("PERSON", 2, "Names of people")
    PLACE = ("PLACE", 2, "Places")
    TEXT = ("TEXT", 2, "Personal messages")
    TOKEN = ("TOKEN", 2, "Tokens and references")
    CERTIFICATE = ("CERTIFICATE", 2, "Certificates and keys")
    SIGNED = ("SIGNED", 4, "Signed meter data")
    SECRET = ("REDACTED", 0, "Passwords, keys and PINs")

    @property
    def prefix(self) -> str:
        """What its aliases begin with."""
        return self.value[0]

    @property
    def title(self) -> str:
        """What it is, in the plural."""
        return self.value[2]

    def alias(self, number: int) -> str:
        """Return the alias of a number, as in `TAG-0001`; secrets have one only."""
        digits = self.value[1]
        return f"{self.prefix}-{number:0{digits}d}" if digits else self.prefix


_ALIAS: Final = re.compile(
    rf"(?:{'|'.join(k.prefix for k in Kind if k is not Kind.SECRET)})-\d{{2,}}"
    rf"|{Kind.SECRET.prefix}"
)


def is_alias(value: str) -> bool:
    """Return whether a value reads like an alias: it was redacted before."""
    return _ALIAS.fullmatch(value) is not None


# The caches are bounded: names come from chargers, and may be of any number.

# Folded names: small letters and digits only.
_EXACT: Final = {
    Kind.TAG: "idtag parentidtag idtoken groupidtoken additionalidtoken rfid rfidtag "
    "rfidcode rfiduid uid taguid tagid tagnumber cardid cardno cardnumber carduid "
    "tokenid tokenuid authid authorizationid parentid masterpassgroupid "
    "plugandchargeidentifier idtags",
    Kind.CHARGER: "chargepointid chargeboxid chargeboxidentity chargepointidentity "
    "chargerid chargeridentity stationid chargingstationid cpid cbid cpidentity "
    "identity ocppid ocppidentity",
    Kind.CONTRACT: "emaid contractid evcoid emobilityaccountidentifier",
    Kind.VEHICLE: "vin evvin evid vehicleid vehicleidentification "
    "vehicleidentificationnumber licenseplate numberplate plate",
    Kind.SERIAL: "serial sn serialno serialnum serialnumber",
    Kind.MAC: "mac evccid evmac evccmac wifimac ethmac lanmac bssid",
    Kind.PHONE: "phone phonenumber telephone msisdn mobilenumber simnumber",
    Kind.PERSON: "customername firstname lastname surname fullname ownername owner "
    "cardholder cardholdername holdername driver drivername customeridentifier "
    "customerid customernumber userid accountid accountname contactname company "
    "vatcompany vatnumber",
    Kind.PLACE: "latitude longitude lat lon lng gps gpscoordinates gpsposition "
    "coordinates geolocation street city zip zipcode postalcode postaladdress "
    "address1 address2",
    Kind.TOKEN: "pspref receiptid",
    Kind.USER: "user login loginname",
    Kind.TEXT: "personalmessage",
    Kind.CERTIFICATE: "csr exirequest exiresponse ocspresult publickey",
    Kind.SIGNED: "signedmeterdata signeddata ocmf encodedmeterdata",
    Kind.HOST: "host domain domainname fqdn server gateway dns",
    Kind.SECRET: "authorization cookie psk pass",
}
_KNOWN: Final = {name: kind for kind, names in _EXACT.items() for name in names.split()}
# Vendors put words of their own before such names: `Cst_FreeVendIdTag`.
_ENDINGS: Final = (
    ("idtag", Kind.TAG),
    ("idtags", Kind.TAG),
    ("idtoken", Kind.TAG),
    ("rfid", Kind.TAG),
    ("cardid", Kind.TAG),
    ("taguid", Kind.TAG),
    ("carduid", Kind.TAG),
    ("cardnumber", Kind.TAG),
    ("serialnumber", Kind.SERIAL),
    ("serialno", Kind.SERIAL),
    ("serial", Kind.SERIAL),
    ("macaddress", Kind.MAC),
    ("macaddr", Kind.MAC),
    ("bssid", Kind.MAC),
    ("ssid", Kind.NETWORK),
    ("iccid", Kind.ICCID),
    ("imsi", Kind.IMSI),
    ("imei", Kind.IMEI),
    ("phonenumber", Kind.PHONE),
    ("emaid", Kind.CONTRACT),
    ("contractid", Kind.CONTRACT),
    ("email", Kind.EMAIL),
    ("emailaddress", Kind.EMAIL),
    ("username", Kind.USER),
    ("chargepointid", Kind.CHARGER),
    ("chargeboxid", Kind.CHARGER),
    ("chargepointidentity", Kind.CHARGER),
    ("chargerid", Kind.CHARGER),
    ("stationid", Kind.CHARGER),
    ("certificate", Kind.CERTIFICATE),
    ("certificatechain", Kind.CERTIFICATE),
    ("url", Kind.HOST),
    ("uri", Kind.HOST),
    ("endpoint", Kind.HOST),
    ("hostname", Kind.HOST),
    ("serveraddress", Kind.HOST),
    ("ipaddress", Kind.HOST),
    ("ipaddr", Kind.HOST),
    ("ntpserver", Kind.HOST),
    ("dnsserver", Kind.HOST),
)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return a name without case and signs, as in `idtag` for `id_Tag`."""
    return "".join(character for character in name.lower() if character.isalnum())


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind | None:
    """Tell what a field, configuration key or variable of that name holds.

    Args:
        name: As it is written.

    Returns:
        The kind; None if the name promises nothing that identifies somebody.
    """
    found = folded(name)
    known = _KNOWN.get(found)
    if known is None:
        known = next((kind for end, kind in _ENDINGS if found.endswith(end)), None)
    if known is Kind.SERIAL and "meter" in found:
        return Kind.METER
    # `CardPin` is a secret although it is about a card; `AuthorizationKey` is one too.
    if known is None and is_secret(name):
        return Kind.SECRET
    return known
